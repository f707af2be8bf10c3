/**
 * The two writers of @actions/core that this action needs, taken from their own modules. Its front door
 * loads an HTTP client along with them, for OpenID Connect, which takes longer than all of this action up
 * to its validated inputs; and its exports admit the front door only, hence the path. A test holds their
 * bytes against the front door's, so that an update that moves or changes them is noticed.
 */
export { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
export {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
