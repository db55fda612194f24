import type { Json, JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { isObject } from "../kit/canonical.ts";
import type { Door } from "../seen.ts";
import type { FunctionDocument } from "./document.ts";

/**
 * What brings events to a function and is no thing of its own: its URLs, which are kept with it, and the accounts, roles
 * and users that its policies let invoke it, which are not.
 */
export function doorsOf({ urls, policies }: Pick<FunctionDocument, "urls" | "policies">): readonly Door[] {
  const own = urls.map(({ qualifier, settings: { AuthType: type } }): Door => {
    const of = qualifier === "$LATEST" ? "" : ` of ${qualifier}`;
    const who = type === "NONE" ? "open to anybody its policy lets in" : String(type);
    return { text: `function URL${of}, ${who}`, kept: true };
  });
  const letIn = policies.flatMap(({ statements }) =>
    statements
      .filter((statement) => statement.Effect === "Allow" && !(urls.length > 0 && isOfUrl(statement)))
      .flatMap((statement) => principalsOf(statement).map((who) => doorOf(who, statement))),
  );
  const found = new Map([...own, ...letIn].map((door) => [door.text, door]));
  return [...found.values()].sort((a, b) => compareText(a.text, b.text));
}

function doorOf(who: string, { Sid }: JsonObject): Door {
  const account = /^(?:arn:[^:]+:iam::)?([0-9]{12})(?::root)?$/.exec(who)?.[1];
  const name = who === "*" ? "anybody" : account === undefined ? who : `account ${account}`;
  return { text: typeof Sid === "string" ? `${name}, by statement ${Sid}` : name, kept: false };
}

/** A statement for calls by a URL says nothing that the URL does not. */
function isOfUrl({ Condition }: JsonObject): boolean {
  const tests = isObject(Condition) ? Object.values(Condition).filter(isObject) : [];
  return tests.some((test) =>
    Object.keys(test).some((key) => /^lambda:(functionurlauthtype|invokedviafunctionurl)$/i.test(key)),
  );
}

function principalsOf({ Principal }: JsonObject): readonly string[] {
  const named: Json | undefined = isObject(Principal) ? Principal.AWS : Principal;
  return [named ?? []].flat().filter((text) => typeof text === "string");
}
