#!/bin/sh
# Writes every source in the layout of google-java-format; the build checks it with the same tool.
cd "$(dirname "$0")/.." || exit
exec mvn -q -N -Pformat initialize -Dformat.flags=--replace "$@"
