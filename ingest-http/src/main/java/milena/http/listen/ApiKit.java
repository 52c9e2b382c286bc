package milena.http.listen;

import milena.http.login.Entrance;

/** What all conversations share. */
record ApiKit(
    ListenSettings settings,
    Endpoints endpoints,
    Entrance entrance,
    Admissions admissions,
    Workroom workroom,
    ApiMeters meters) {}
