"""Where Django looks for an app's admin; ours is the clerks' room."""

from guides.desk import (  # noqa: F401
    admin,
    answeradmin,
    countadmin,
    introductionadmin,
    phraseadmin,
    reported,
    review,
    unheardadmin,
)
