import { expect, test } from "vitest";
import { KmsUnwrapping, KmsWrapping } from "../../modules/store/kms-keys.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { COPY_KEY, SITE_KEY } from "../support/sample-point.ts";

const context = { run: "r" };
const home = { site: "us-east-1", region: "us-east-1", key: SITE_KEY };
const away = { site: "eu-west-1", region: "eu-west-1", key: COPY_KEY };

function scripted(answer: object) {
  const sent: unknown[] = [];
  const clientFor = (region: string) => ({
    send: async (command: { input: object }) => {
      sent.push({ region, call: command.constructor.name, ...command.input });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const clients = clientFor as unknown as ConstructorParameters<typeof KmsWrapping>[0];
  const keyOf = (site: string): string => (site === home.site ? SITE_KEY : COPY_KEY);
  return { keys: new KmsWrapping(clients), opens: new KmsUnwrapping(clients, keyOf), sent };
}

test("each site's key is asked in its own region, bound to the point", async () => {
  const bytes = Uint8Array.of(1, 2);
  const { keys, opens, sent } = scripted({ Plaintext: bytes, CiphertextBlob: bytes });
  await keys.wrapFor(home, bytes, context);
  await keys.wrapFor(away, bytes, context);
  await opens.unwrap({ ...away, wrapped: "AQI=", context });
  expect(sent).toEqual([
    {
      region: "us-east-1",
      call: "EncryptCommand",
      KeyId: SITE_KEY,
      Plaintext: bytes,
      EncryptionContext: context,
    },
    {
      region: "eu-west-1",
      call: "EncryptCommand",
      KeyId: COPY_KEY,
      Plaintext: bytes,
      EncryptionContext: context,
    },
    {
      region: "eu-west-1",
      call: "DecryptCommand",
      KeyId: COPY_KEY,
      CiphertextBlob: Buffer.from(bytes),
      EncryptionContext: context,
    },
  ]);
});

test("a key that cannot be used is named with the call", async () => {
  const { keys } = scripted(awsError("DisabledException", 400, "the key is disabled"));
  await expect(keys.wrapFor(home, Uint8Array.of(1), context)).rejects.toThrow(
    `kms:Encrypt with ${SITE_KEY}: DisabledException: the key is disabled`,
  );
  await expect(keys.wrapFor(away, Uint8Array.of(1), context)).rejects.toThrow(
    `kms:Encrypt with ${COPY_KEY}: Disabled`,
  );
});

test("an answer without bytes is an error", async () => {
  await expect(scripted({}).keys.wrapFor(home, Uint8Array.of(1), context)).rejects.toThrow(
    `KMS answered without bytes for ${SITE_KEY}`,
  );
});

test("a wrapped key that names another key than its site's is refused before KMS is asked", async () => {
  const { opens, sent } = scripted({ Plaintext: Uint8Array.of(1) });
  await expect(opens.unwrap({ ...away, key: SITE_KEY, wrapped: "AQI=", context })).rejects.toThrow(
    `it names the key ${SITE_KEY}, and that of eu-west-1 is ${COPY_KEY}`,
  );
  expect(sent).toEqual([]);
});
