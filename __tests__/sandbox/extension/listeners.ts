import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { type Aws, eventually, fresh, HOME } from "./clients.ts";
import { logLines } from "./logs.ts";
import { ACCOUNT } from "./servers.ts";

/** Code of a function whose events `got` finds. */
export const SAYS_WHAT_IT_GOT =
  "exports.handler = async (event) => { console.log('got ' + JSON.stringify(event)); };";

export const arnOf = (name: string): string => `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`;

/** Lets EventBridge invoke a function, or one of its qualifiers, on behalf of `SourceArn`. */
export const letServiceIn = ({ lambda }: Aws, FunctionName: string, SourceArn: string, Qualifier?: string) =>
  lambda.send(
    new AddPermissionCommand({
      FunctionName,
      Qualifier,
      StatementId: fresh("rule"),
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn,
    }),
  );

/** What a function got, once it got as much as expected. */
export const got = (aws: Aws, name: string, count = 1): Promise<unknown[]> =>
  eventually(aws, async () => {
    const lines = await logLines(aws.endpoint, `/aws/lambda/${name}`);
    const said = lines.filter((line) => line.startsWith("got "));
    return said.length < count ? undefined : said.map((line) => JSON.parse(line.slice(4)));
  });
