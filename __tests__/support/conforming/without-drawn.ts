const OWN = "its own ARN";

/** A document without its own ARN, whose end is another one wherever it is made, in the words of the destination. */
export function withoutDrawn(
  document: { readonly arn: string },
  ids: Readonly<Record<string, string>>,
): unknown {
  const text = JSON.stringify(document).replaceAll(document.arn, OWN);
  const now = ids[document.arn] ?? document.arn;
  return JSON.parse(text.replaceAll(now, OWN), (_key, value: unknown) =>
    typeof value === "string" && value !== document.arn ? (ids[value] ?? value) : value,
  );
}
