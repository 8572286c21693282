// The defaults of express-openid-connect: all three tokens are in an encrypted cookie.
import express from 'express';
import openid from 'express-openid-connect';

const { LOAD_PORT, LOAD_URL, LOAD_ISSUER, LOAD_CLIENT, LOAD_SECRET } = process.env;
const app = express();
app.use(
  openid.auth({
    issuerBaseURL: LOAD_ISSUER,
    baseURL: LOAD_URL,
    clientID: LOAD_CLIENT,
    clientSecret: LOAD_SECRET,
    clientAuthMethod: 'client_secret_basic',
    secret: 'a-secret-of-32-characters-or-so-x',
    authorizationParams: { response_type: 'code', scope: 'openid profile email' },
  }),
);
app.get('/session', (request, answer) =>
  answer.json({ isLoggedIn: true, user: request.oidc.user.sub }),
);
app.get('/token', (request, answer) =>
  answer.json({ accessToken: request.oidc.accessToken.access_token }),
);
app.listen(Number(LOAD_PORT), '127.0.0.1');
