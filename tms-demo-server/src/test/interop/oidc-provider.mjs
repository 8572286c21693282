// oidc-provider's defaults and development pages, one client, tokens that live for LIFE seconds, refresh tokens that rotate.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const [port, app, life] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'tms',
      client_secret: 'tms-secret',
      redirect_uris: [`${app}/callback`],
      post_logout_redirect_uris: [`${app}/Auth/LoggedOut`],
      grant_types: ['authorization_code', 'refresh_token'],
      backchannel_logout_uri: `${app}/Auth/BackChannelLogout`,
      backchannel_logout_session_required: true,
    },
  ],
  ttl: { AccessToken: Number(life) },
  rotateRefreshToken: true,
  features: { backchannelLogout: { enabled: true }, revocation: { enabled: true } },
  // its own fetch refuses loopback addresses, and with them the back-channel logout of a test
  fetch: (url, options) => {
    delete options.dispatcher;
    return fetch(url, options);
  },
});
provider.on('grant.error', (ctx, e) => console.error('grant.error', e.error_description, e.error_detail ?? ''));
provider.on('backchannel.error', (ctx, e) => console.error('backchannel.error', String(e)));
http.createServer(provider.callback()).listen(Number(port), '127.0.0.1');
