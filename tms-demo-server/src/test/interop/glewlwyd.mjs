// Makes the OpenID Connect plugin with what the administration page proposes, the client and the user.
import fs from 'node:fs';

const [base, callback, loggedOut, backChannel, life] = process.argv.slice(2);
let cookie = '';

async function call(path, body, method = 'POST') {
  const answer = await fetch(`${base}/api${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  return answer;
}

await call('/auth/', { username: 'admin', password: 'password' });
// without this a client cannot have the list of addresses to which a sign-out may return
const [clients] = await (await call('/mod/client/', undefined, 'GET')).json();
clients.parameters['data-format'].post_logout_redirect_uris = { multiple: true, read: true, write: true };
await call('/mod/client/database', clients, 'PUT');
await call('/mod/client/database/reset', undefined, 'PUT');
await call('/mod/plugin/', {
  module: 'oidc',
  name: 'oidc',
  display_name: 'OpenID Connect',
  parameters: {
    iss: `${base}/api/oidc`,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: fs.readFileSync('key.pem', 'utf8'),
    cert: fs.readFileSync('public.pem', 'utf8'),
    'access-token-duration': Number(life),
    'refresh-token-duration': 1209600,
    'code-duration': 600,
    'refresh-token-rolling': true,
    'refresh-token-one-use': 'always',
    'client-refresh-token-one-use-parameter': 'refresh-token-one-use',
    'allow-non-oidc': false,
    'auth-type-code-enabled': true,
    'auth-type-code-revoke-replayed': false,
    'auth-type-token-enabled': true,
    'auth-type-id-token-enabled': true,
    'auth-type-none-enabled': true,
    'auth-type-password-enabled': false,
    'auth-type-client-enabled': true,
    'auth-type-device-enabled': false,
    'auth-type-refresh-enabled': true,
    scope: [],
    'additional-parameters': [],
    claims: [],
    'jwks-show': true,
    'jwks-x5c': [],
    'request-parameter-allow': true,
    'secret-type': 'pairwise',
    'address-claim': { type: 'no' },
    'name-claim': 'on-demand',
    'name-claim-scope': [],
    'email-claim': 'no',
    'email-claim-scope': [],
    'scope-claim': 'no',
    'scope-claim-scope': [],
    'allowed-scope': ['openid'],
    'pkce-allowed': true, // off by default
    'introspection-revocation-allowed': false,
    'register-client-allowed': false,
    'session-management-allowed': true,
    'front-channel-logout-allowed': true,
    'back-channel-logout-allowed': true,
    'session-cookie-name': 'GLEWLWYD2_OIDC_SID',
    'session-cookie-expiration': 2419200,
    'client-jwks-parameter': 'jwks',
    'client-jwks_uri-parameter': 'jwks_uri',
    'request-maximum-exp': 3600,
    'encrypt-out-token-allow': false,
    'oauth-dpop-allowed': false,
    'resource-allowed': false,
    'oauth-rar-allowed': false,
    'oauth-par-allowed': false,
    'oauth-ciba-allowed': false,
  },
});
await call('/client/', {
  client_id: 'tms',
  name: 'TMS',
  confidential: true,
  enabled: true,
  client_secret: 'tms-secret',
  password: 'tms-secret',
  redirect_uri: [callback],
  post_logout_redirect_uris: [loggedOut],
  backchannel_logout_uri: backChannel,
  authorization_type: ['code', 'refresh_token'],
  token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
  scope: [],
});
await call('/user/', {
  username: 'alice',
  name: 'Alice Adams',
  email: 'alice@example.test',
  enabled: true,
  password: 'alicepassword',
  scope: ['openid', 'g_profile'],
});
