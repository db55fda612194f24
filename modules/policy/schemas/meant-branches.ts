import type { ErrorObject } from "ajv";

/**
 * Where a value may be one of several things, ajv reports what each of them would have wanted. Only the one
 * whose type was written was meant: the others' complaints are dropped, and when none was meant, all of them.
 */
export function meantBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword !== "anyOf") {
      kept.push(error);
      continue;
    }
    const meant = branchOf(error);
    const complaints: ErrorObject[] = [];
    // The branches' errors come right before that of the whole.
    while (isWithin(kept.at(-1), error)) complaints.push(...kept.splice(-1));
    const ofMeant = complaints.filter((one) => isOfBranch(one, error, meant));
    kept.push(...(meant < 0 ? [error] : ofMeant.reverse()));
  }
  return kept;
}

function isWithin(inner: ErrorObject | undefined, outer: ErrorObject): boolean {
  if (inner === undefined) return false;
  if (isBelow(inner, outer)) return inner.schemaPath.startsWith(`${outer.schemaPath}/`) || isReferred(inner);
  return inner.instancePath === outer.instancePath && inner.schemaPath.startsWith(`${outer.schemaPath}/`);
}

/** Only what is a list or a mapping has anything below it, so a complaint from there is that of the branch for one. */
function isOfBranch(inner: ErrorObject, outer: ErrorObject, branch: number): boolean {
  if (inner.schemaPath.startsWith(`${outer.schemaPath}/${branch}/`)) return true;
  return isBelow(inner, outer) && isReferred(inner);
}

function isBelow(inner: ErrorObject, outer: ErrorObject): boolean {
  return inner.instancePath.startsWith(`${outer.instancePath}/`);
}

/** What lies behind a $ref goes by the path of the definition, which says nothing of the way there. */
function isReferred({ schemaPath }: ErrorObject): boolean {
  return /(^|\.json)#\/definitions\//.test(schemaPath);
}

function branchOf({ parentSchema, data }: ErrorObject): number {
  const type = Array.isArray(data) ? "array" : typeof data;
  const branches: readonly { type?: string }[] = parentSchema?.anyOf ?? [];
  return branches.findIndex((branch) => branch.type === type);
}
