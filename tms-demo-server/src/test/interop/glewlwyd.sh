#!/usr/bin/env bash
# Glewlwyd of Debian on SQLite, user alice / alicepassword, set up by its administration API.
. "$(dirname "$0")/provider.sh"
debian_packages glewlwyd dbconfig-no-thanks sqlite3
root=$PWD/root
export LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu | tr ' ' ':')
base=http://localhost:$PORT
rm -f glewlwyd.db
zcat "$root/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz" | PATH=$PATH:$root/usr/bin sqlite3 glewlwyd.db > /dev/null
zcat "$root/usr/share/doc/glewlwyd/glewlwyd.conf.sample.gz" | sed -e "s#^port=.*#port=$PORT\nbind_address=\"127.0.0.1\"#" \
  -e "s#^external_url=.*#external_url=\"$base\"#; s#/usr/share/glewlwyd#$root/usr/share/glewlwyd#; s#\"/usr/lib/glewlwyd#\"$root/usr/lib/glewlwyd#" \
  -e "s#^cookie_secure=.*#cookie_secure=0#; s#path = .*#path = \"$PWD/glewlwyd.db\"#; s#^log_level=.*#log_level=\"WARNING\"#" > glewlwyd.conf
openssl genrsa -out key.pem 2048 2> /dev/null
openssl rsa -in key.pem -pubout -out public.pem 2> /dev/null
serve "$root/usr/bin/glewlwyd" --config-file="$PWD/glewlwyd.conf"
until curl -sf "$base/config" > /dev/null; do kill -0 $SERVER; sleep .25; done
node "$HERE/glewlwyd.mjs" "$base" "$CALLBACK" "$LOGGED_OUT" "$BACK_CHANNEL" "$LIFE"
ready "$base/api/oidc" "$(debian_version glewlwyd)"
