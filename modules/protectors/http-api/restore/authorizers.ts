import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  DeleteAuthorizerCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { uriOf } from "../calls.ts";
import type { Authorizer } from "../document.ts";
import { callsKnown, callsNow } from "./called.ts";
import { addStep, type Draft, membersOf, partMade } from "./draft.ts";
import { patchOf, staying } from "./patch.ts";

/** Who lets requests in. Routes name them by ids that AWS draws. */
export function planAuthorizers(draft: Draft): void {
  const { ports, live, request, there } = draft;
  const { source, document } = request.translation;
  for (const [at, wanted] of document.authorizers.entries()) {
    const was = source.authorizers[at] ?? wanted;
    const label = `authorizer ${wanted.name}`;
    const found = live?.authorizers.find(({ id }) => id === there.get(`authorizers/${was.id}`));
    if (found === undefined) {
      addStep(draft, `create ${label}`, MAKE, async (ApiId, ids) => {
        const members = membersOf<CreateAuthorizerCommandInput>(
          withUri(wanted, callsNow(draft, was, wanted, ids)),
        );
        const made = await ports.gateway.send(
          new CreateAuthorizerCommand({ ...members, ApiId, Name: wanted.name }),
        );
        if (made.AuthorizerId === undefined)
          throw new RestoreError(label, MAKE, "answered without an id", AGAIN);
        partMade(draft, ids, `authorizers/${was.id}`, made.AuthorizerId);
      });
      continue;
    }
    const patch = patchOf(withUri(wanted, callsKnown(draft, was, wanted)), withUri(found, found));
    const stays = staying(wanted.settings, found.settings);
    if (stays.length > 0)
      draft.blocked.push({
        because: "inexpressible",
        message: `${label} is there with ${stays.join(", ")}, which the point does not have: API Gateway takes it away from no authorizer`,
        hint: "restore under another name, or delete that authorizer with the routes that name it first",
      });
    if (Object.keys(patch).length === 0) continue;
    addStep(draft, `set ${Object.keys(patch).join(", ")} of ${label}`, CHANGE, (ApiId, ids) => {
      const now = patchOf(withUri(wanted, callsNow(draft, was, wanted, ids)), withUri(found, found));
      return ports.gateway.send(new UpdateAuthorizerCommand({ ...now, ApiId, AuthorizerId: found.id }));
    });
  }
}

/** Those that the point does not have, once no route names them. */
export function planAuthorizersAway(draft: Draft): void {
  const { ports, live, there } = draft;
  const stays = new Set(there.values());
  for (const { id, name } of live?.authorizers ?? [])
    if (!stays.has(id))
      addStep(draft, `delete authorizer ${name}`, TAKE, (ApiId) =>
        ports.gateway.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId: id })),
      );
}

function withUri({ settings }: Pick<Authorizer, "settings">, calls: Parameters<typeof uriOf>[0]): JsonObject {
  const uri = uriOf(calls);
  return { ...settings, ...(uri !== undefined && { AuthorizerUri: uri }) };
}
