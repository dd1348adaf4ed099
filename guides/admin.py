"""Where Django looks for an app's admin; ours is the clerks' room."""

from guides.desk import admin, answeradmin, countadmin, phraseadmin, reported, review, unheardadmin  # noqa: F401
