"""The site on real parts, all on this machine: PostgreSQL, Redis, nginx and three replicas (`make cluster`)."""
