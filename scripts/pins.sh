#!/bin/sh
# Every package that is installed, the ones that others bring too, with its version and the hashes of its files.
set -eu
for name in requirements requirements-dev; do
  .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
    --no-emit-find-links --no-emit-trusted-host --output-file "$name.txt" "$name.in"
done
