/** The two pages nginx answers with status 400 where `ssl_verify_client` is on. */
export function refusalPage(reason: 'none-sent' | 'refused'): string {
  const text = reason === 'none-sent' ? 'No required SSL certificate was sent' : 'The SSL certificate error';
  return [
    '<html>',
    `<head><title>400 ${text}</title></head>`,
    '<body>',
    '<center><h1>400 Bad Request</h1></center>',
    `<center>${text}</center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}
