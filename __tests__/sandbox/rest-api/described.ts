import * as G from "@aws-sdk/client-api-gateway";

/** An API with all that AWS tells of it, as it tells it. */
export async function described(gateway: G.APIGatewayClient, restApiId: string, domainName: string) {
  const of = { restApiId, limit: 500 };
  const { $metadata: _, ...api } = await gateway.send(new G.GetRestApiCommand({ restApiId }));
  const plans = [];
  for (const plan of (await gateway.send(new G.GetUsagePlansCommand({}))).items ?? []) {
    if (!plan.apiStages?.some(({ apiId }) => apiId === restApiId)) continue;
    const keys = [];
    const { items = [] } = await gateway.send(new G.GetUsagePlanKeysCommand({ usagePlanId: plan.id }));
    for (const { id } of items) {
      const { $metadata: __, ...key } = await gateway.send(
        new G.GetApiKeyCommand({ apiKey: id, includeValue: true }),
      );
      keys.push(key);
    }
    plans.push({ plan, keys });
  }
  const { items: mappings = [] } = await gateway.send(new G.GetBasePathMappingsCommand({ domainName }));
  return {
    api,
    authorizers: (await gateway.send(new G.GetAuthorizersCommand(of))).items ?? [],
    models: (await gateway.send(new G.GetModelsCommand(of))).items ?? [],
    validators: (await gateway.send(new G.GetRequestValidatorsCommand(of))).items ?? [],
    responses: (await gateway.send(new G.GetGatewayResponsesCommand(of))).items ?? [],
    documentation: (await gateway.send(new G.GetDocumentationPartsCommand(of))).items ?? [],
    resources: (await gateway.send(new G.GetResourcesCommand({ ...of, embed: ["methods"] }))).items ?? [],
    deployments: (await gateway.send(new G.GetDeploymentsCommand(of))).items ?? [],
    stages: (await gateway.send(new G.GetStagesCommand({ restApiId }))).item ?? [],
    plans,
    mappings: mappings.filter((one) => one.restApiId === restApiId),
  };
}

/** What AWS draws anew each time that something is made, by what it stands for; times and our own tags go. */
export function lasting(whole: Awaited<ReturnType<typeof described>>, region: string): unknown {
  const drawn = [
    [whole.api.id, "own-api"],
    ...whole.resources.map(({ id, path }) => [id, `resource ${path}`]),
    ...whole.authorizers.map(({ id, name }) => [id, `authorizer ${name}`]),
    ...whole.validators.map(({ id, name }) => [id, `validator ${name}`]),
    ...whole.models.map(({ id, name }) => [id, `model ${name}`]),
    ...whole.documentation.map(({ id }) => [id, "documentation"]),
    ...whole.deployments.map(({ id, description = "" }) => [id, `deployment ${description}`]),
    ...whole.plans.flatMap(({ plan, keys }) => [
      [plan.id, `plan ${plan.name}`],
      ...keys.map(({ id, name }) => [id, `key ${name}`]),
    ]),
    [region, "region"],
  ] as const;
  const { deployments: _, ...told } = whole;
  const text = JSON.stringify(told, (key, value) =>
    ["createdDate", "lastUpdatedDate", "zonekeep:origin"].includes(key) ? undefined : value,
  );
  const renamed = drawn.reduce((all, [id = "", name]) => all.replaceAll(id, name ?? ""), text);
  return JSON.parse(renamed, (_key, value) => (Array.isArray(value) ? value.sort(byText) : value));
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
