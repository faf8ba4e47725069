#!/bin/sh
# Writes the SQL of the extension: every pair and report of ../sql/shared.h, of text and of bytea, with and
# without options. The costs are what a conversion of 2 KB takes, in the planner's units of an operator.
set -eu
header="$1"
LC_ALL=C
export LC_ALL

declare_one() { # NAME SYMBOL TYPE RESULT
  for options in '' ', options text'; do
    cat <<SQL
CREATE FUNCTION $1(document $3$options) RETURNS $4 AS 'MODULE_PATHNAME', '$2'
  LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 150;
SQL
  done
}

declare_both() { # NAME RESULT
  declare_one "$1" "lb_$1" text "$2"
  declare_one "$1" "lb_$1_bytea" bytea "$2"
}

cat <<'SQL'
\echo Use "CREATE EXTENSION legacybridge" to load this file. \quit

CREATE FUNCTION legacybridge_version() RETURNS text AS 'MODULE_PATHNAME', 'lb_version'
  LANGUAGE C STABLE STRICT PARALLEL SAFE;
SQL
sed -n 's/^    X(\([a-z]*\), [A-Z]*, \([a-z]*\), [A-Z]*).*/\1_to_\2/p' "$header" | while read -r name; do
  echo
  declare_both "$name" text
  declare_both "try_$name" text
done
sed -n 's/^    X(\([a-z]*\), [A-Z]*, [A-Z]*).*/\1_report/p' "$header" | while read -r name; do
  echo
  declare_both "$name" jsonb
done
