export type Fields = Record<string, unknown>;

/**
 * What PATCH makes of a part: what is not told stays, a map is told key by key, and the empty text takes a text or a value of
 * a map away, an empty object what stands below a key.
 */
export function merged(now: Fields, told: Fields): Fields {
  const next: Fields = { ...now };
  for (const [key, value] of Object.entries(told)) {
    if (value === undefined) continue;
    const to = MAPS.has(key) && isFields(value) ? keys(fieldsOf(next[key]), value) : value;
    if (to === "" || isEmpty(to)) delete next[key];
    else next[key] = to;
  }
  return next;
}

const MAPS = new Set([
  "RequestParameters",
  "RequestTemplates",
  "ResponseParameters",
  "ResponseTemplates",
  "RequestModels",
  "ResponseModels",
  "RouteSettings",
  "StageVariables",
]);

function keys(now: Fields, told: Fields): Fields {
  const next = { ...now };
  for (const [key, value] of Object.entries(told)) {
    const isGone = value === "" || (isFields(value) && Object.values(value).every((one) => one === ""));
    if (isGone) delete next[key];
    else next[key] = isFields(value) ? { ...value } : value;
  }
  return next;
}

function isEmpty(value: unknown): boolean {
  return isFields(value) && Object.keys(value).length === 0;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
