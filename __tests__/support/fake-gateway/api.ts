import type * as G from "@aws-sdk/client-api-gateway";

export interface FakeResource {
  readonly id: string;
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly path: string;
  readonly methods: Map<string, G.Method>;
}

/** What an API is in memory. */
export interface FakeApi {
  readonly api: G.RestApi & { id: string };
  readonly resources: Map<string, FakeResource>;
  readonly models: Map<string, G.Model>;
  readonly validators: Map<string, G.RequestValidator>;
  readonly authorizers: Map<string, G.Authorizer>;
  readonly responses: Map<string, G.GatewayResponse>;
  readonly parts: Map<string, G.DocumentationPart>;
  readonly versions: Map<string, G.DocumentationVersion>;
  readonly deployments: Map<string, G.Deployment & { readonly snapshot: readonly FakeResource[] }>;
  readonly stages: Map<string, G.Stage>;
}

/** As AWS makes it, with two models. */
export function newApi(api: G.RestApi & { id: string }, root: string): FakeApi {
  const models: G.Model[] = [
    {
      id: `${api.id}e`,
      name: "Empty",
      contentType: "application/json",
      description: "This is a default empty schema model",
      schema:
        '{\n  "$schema": "http://json-schema.org/draft-04/schema#",\n  "title" : "Empty Schema",\n  "type" : "object"\n}',
    },
    {
      id: `${api.id}f`,
      name: "Error",
      contentType: "application/json",
      description: "This is a default error schema model",
      schema:
        '{\n  "$schema" : "http://json-schema.org/draft-04/schema#",\n  "title" : "Error Schema",\n  "type" : "object",\n  "properties" : {\n    "message" : { "type" : "string" }\n  }\n}',
    },
  ];
  return {
    api,
    resources: new Map([[root, { id: root, path: "/", methods: new Map() }]]),
    models: new Map(models.map((one) => [one.name ?? "", one])),
    validators: new Map(),
    authorizers: new Map(),
    responses: new Map(),
    parts: new Map(),
    versions: new Map(),
    deployments: new Map(),
    stages: new Map(),
  };
}
