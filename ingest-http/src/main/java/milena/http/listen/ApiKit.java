package milena.http.listen;

import java.util.concurrent.Executor;
import milena.http.login.Entrance;

/** What all conversations share. */
record ApiKit(
    ListenSettings settings,
    Endpoints endpoints,
    Entrance entrance,
    Admission admission,
    Executor workers,
    ApiMeters meters) {}
