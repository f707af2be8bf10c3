/** What needs the ASN.1 library: loaded by `import()`, and only where something is to be issued. */
export { certify } from './certificate.ts';
export { certificateRequest } from './request.ts';
