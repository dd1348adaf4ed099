"""Where Django looks for an app's admin; ours is the clerks' room."""

from calculators.desk import admin  # noqa: F401
