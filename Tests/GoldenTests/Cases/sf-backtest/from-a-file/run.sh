#!/bin/sh
# A comment.
set -eu
PERIOD=2
sf-ingest "$1" |
  sf-features sma:$PERIOD --forward bar,mark \
    > out.tmp
