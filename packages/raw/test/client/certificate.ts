/**
 * A certificate for `localhost` that nobody trusts unless told to, and its key; valid for a hundred years:
 *
 *     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
 *       -subj /CN=localhost -addext subjectAltName=DNS:localhost
 */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUDINwkbc6EInvq1xLv9efpPK0/howCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE1NTYwOFoYDzIxMjYxMDMw
MTU1NjA4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATlsCXi3m/m3qM2mFDOOy9GqWHczvnYwlGducfzUpvZRDZpzw68PaKx
39QaPr0nfmFIikBM8+Xw6AMCnbfRjdG0o2kwZzAdBgNVHQ4EFgQUJ7nxg6ys+PrC
kyEn6gx1AFH6WsgwHwYDVR0jBBgwFoAUJ7nxg6ys+PrCkyEn6gx1AFH6WsgwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SQAwRgIhAJB9x0R8JnriDzyNWwecP2/+pMFcDiMqA64SurMytVqMAiEAwZtDK98U
RtWRMdhKy+yhJ80GjRveNEJbvN4386RF3YE=
-----END CERTIFICATE-----
`

/** The key of {@link CERTIFICATE}. */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXejoxkIh4kF77+4C
Qmgb6yRO/VO054GiTrCeAWzBG7WhRANCAATlsCXi3m/m3qM2mFDOOy9GqWHczvnY
wlGducfzUpvZRDZpzw68PaKx39QaPr0nfmFIikBM8+Xw6AMCnbfRjdG0
-----END PRIVATE KEY-----
`
