import type { Blocked } from "../../blocked.ts";
import type { ConnectionDocument } from "../document.ts";
import { giveSecret } from "../give.ts";
import type { ReadConnection } from "../read.ts";
import { isWhole } from "../secret.ts";
import { isOtherwise } from "./live.ts";

/** What no call of a restore can write, since it would want the secret. `sets`: something else of it differs too. */
export function unwritable(
  document: ConnectionDocument,
  live: ReadConnection | undefined,
  sets: boolean,
): Blocked[] {
  const { name, authorization } = document;
  const resource = `connection ${name}`;
  if (live === undefined)
    return isWhole(authorization)
      ? []
      : [
          {
            because: "incomplete",
            message: `${resource} was deauthorized when it was captured: the point has none of its parameters`,
            hint: `create it first (aws events create-connection --name ${name} ...): then the one that is there is used`,
          },
        ];
  const differs = isWhole(authorization) && isOtherwise(document, live);
  if (live.marked && (differs || sets))
    return [
      {
        because: "live",
        message: `${resource} is there with a placeholder for its secret, from a restore of something else`,
        hint: `delete it (aws events delete-connection --name ${name}); then run the restore again`,
      },
    ];
  if (!differs) return [];
  return [
    {
      because: "inexpressible",
      message: `${resource} is there and is authorized otherwise, and its secret, which AWS tells nobody, would be needed to change that`,
      hint: `change it yourself (${giveSecret(name, document)}), or restore under another name`,
    },
  ];
}
