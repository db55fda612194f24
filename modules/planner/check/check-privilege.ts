import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import type { Estate } from "../../policy/estate.ts";

const HINT =
  "write restore: { principals: [role/backup-operators] }; only these roles and users may restore then";

/** Letters and digits that a glob has at least: fewer are in most names. */
const LITERALS = 3;

/** Whoever takes the standby role reads every secret that is kept, and makes functions: that nobody bounds it is told. */
export function checkPrivilege({ principals, at }: Estate): Diagnostic[] {
  if (principals === undefined) {
    const message =
      "restore.principals is not there: whoever the account's IAM lets assume roles may restore";
    return [warning("PRIVILEGE", at, message, HINT)];
  }
  return principals
    .filter(({ value }) => boundsNothing(value.replace(/^(role|user)\//, "")))
    .map(({ value, at: place }) =>
      error(
        "PRIVILEGE",
        place,
        `restore.principals has ${value}, which bounds next to nothing: a glob needs ${LITERALS} letters or digits of a name`,
        HINT,
      ),
    );
}

/**
 * What the names of all roles of the identity center have: by them alone, everybody who signs in there is named.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
const OF_ALL_WHO_SIGN_IN =
  /aws-reserved\/|sso\.amazonaws\.com\/|\b[a-z]{2}(?:-[a-z]+)+-\d\/|AWSReservedSSO_/g;

function boundsNothing(name: string): boolean {
  const literals = name.replace(OF_ALL_WHO_SIGN_IN, "").match(/[A-Za-z0-9]/g) ?? [];
  return /[*?]|^\/+$/.test(name) && literals.length < LITERALS;
}
