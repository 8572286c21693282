#!/usr/bin/env bash
# LemonLDAP::NG of Debian with its demonstration users (dwho / dwho), configured as its Manager would.
. "$(dirname "$0")/provider.sh"
debian_packages liblemonldap-ng-portal-perl lemonldap-ng-fastcgi-server starman libstring-random-perl libemail-sender-perl \
  libconvert-pem-perl libgd-securityimage-perl libimage-magick-perl libio-string-perl libunicode-string-perl libmime-tools-perl
root=$PWD/root
export LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu | tr ' ' ':')
export PERL5LIB=$root/usr/share/perl5:$(echo "$root"/usr/lib/*/perl5/5.* | tr ' ' ':')
export LLNG_DEFAULTCONFFILE=$PWD/llng.ini
issuer=http://127.0.0.1:$PORT
rm -rf var
mkdir -p var/{conf,sessions/lock,psessions/lock,cache,notifications,captcha}
sed "s#/var/lib/lemonldap-ng#$PWD/var#g; s#/usr/share/lemonldap-ng#$root/usr/share/lemonldap-ng#g; s#^logLevel.*#logLevel = warn#" \
  "$root/etc/lemonldap-ng/lemonldap-ng.ini" > llng.ini
node "$HERE/lemonldap-ng.mjs" "$root/var/lib/lemonldap-ng/conf/lmConf-1.json" "$PWD/var" "$issuer" "$CALLBACK" "$LOGGED_OUT" "$LIFE" \
  > var/conf/lmConf-1.json
perl "$root/usr/share/lemonldap-ng/bin/rotateOidcKeys" >&2
serve perl "$root/usr/bin/starman" --listen "127.0.0.1:$PORT" --workers 5 --error-log error.log \
  "$root/usr/share/lemonldap-ng/portal/htdocs/index.psgi"
ready "$issuer" "$(debian_version liblemonldap-ng-portal-perl)"
