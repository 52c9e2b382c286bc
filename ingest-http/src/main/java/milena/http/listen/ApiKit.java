package milena.http.listen;

import java.util.concurrent.Executor;
import milena.http.login.Entrance;
import milena.http.submit.ByteGate;

/** What all conversations share. */
record ApiKit(
    ListenSettings settings,
    Endpoints endpoints,
    Entrance entrance,
    Admission admission,
    ByteGate replies,
    Executor workers,
    ApiMeters meters) {}
