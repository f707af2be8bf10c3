/** The last step of `sandbox/action.yml`: ends the box that its main step started. */
const pid = Number(process.env['STATE_pid'] ?? '');
if (Number.isInteger(pid) && pid > 1) {
  try {
    process.kill(pid, 'SIGTERM');
    process.stdout.write('The sandbox was ended.\n');
  } catch {
    process.stdout.write('The sandbox had ended already.\n');
  }
}
