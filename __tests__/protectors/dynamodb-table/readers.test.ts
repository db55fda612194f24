import { expect, test } from "vitest";
import { awsError } from "../../support/fake-aws/error.ts";
import { ELSEWHERE, kept, lost, placeOf, plan, SOURCE } from "./place.ts";

const functionOf = (name: string) => `arn:aws:lambda:${SOURCE.region}:${SOURCE.account}:function:${name}`;
const said = ({ warnings }: { readonly warnings: readonly string[] }) =>
  warnings.filter((text) => /^(function|who) /.test(text));

async function read() {
  const { place, document } = await lost();
  const EventSourceArn = document.stream?.arn ?? "";
  place.mappings.all.push(
    { UUID: "1", EventSourceArn, FunctionArn: `${functionOf("intake")}:live` },
    { UUID: "2", EventSourceArn, FunctionArn: functionOf("audit") },
    { UUID: "3", EventSourceArn, FunctionArn: functionOf("third") },
    { UUID: "4", EventSourceArn: "another", FunctionArn: functionOf("other") },
  );
  return { place, document, stream: EventSourceArn };
}

test("of a table that is restored alone the plan names the live functions that hear nothing of its new stream, and how they do", async () => {
  const { place, document, stream } = await read();
  const together = new Set([functionOf("audit"), functionOf("third")]);
  expect(said(await plan(place, document, { together }))).toEqual([
    `function intake reads stream ${stream}, which is gone (mapping 1): the new stream of the table tells it nothing; ` +
      "restore it with the table (zonekeep restore dynamodb-table/orders lambda/intake), and delete that mapping then",
  ]);
});

test("where Lambda cannot be asked, the plan says so, and what to do", async () => {
  const { place, document } = await read();
  place.dynamodb.wire.refusals.set("ListEventSourceMappings", [awsError("AccessDeniedException", 403, "no")]);
  expect(said(await plan(place, document))).toEqual([
    expect.stringMatching(
      /^who reads stream .* cannot be asked \(.*no.*\): of a function that does, .* lambda\/\.\.\.\)/,
    ),
  ]);
});

test("nobody is asked about a stream that stays, or about that of a copy", async () => {
  const { place, document } = await kept();
  await plan(place, document);
  await plan(place, document, { name: "orders-copy" });
  const away = placeOf(ELSEWHERE);
  away.dynamodb.others.push(place.dynamodb);
  await plan(away, document, { elsewhere: async (_region, question) => question(place.client) });
  expect([...place.mappings.calls, ...away.mappings.calls]).toEqual([]);
});
