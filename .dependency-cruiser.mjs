/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'lib/core decides; it must give the same answer for the same input, so it may not reach the outside.',
      severity: 'error',
      from: { path: '^lib/core/' },
      to: {
        pathNot: [
          '^lib/core/',
          '^lib/(channels|sources)/(registry|description)\\.ts$',
          '^node_modules/(croner|temporal-polyfill|temporal-utils|temporal-spec)/',
        ],
      },
    },
    {
      name: 'registries-are-data',
      comment: 'What is known of each channel is data and pure checks: the core and the rules doc derive from it.',
      severity: 'error',
      from: {
        path: '^lib/(channels|sources)/((registry|description)|[^/]+/(channel|address|source|place|console-link))\\.ts$',
      },
      to: {
        pathNot: [
          '^lib/(channels|sources)/(registry|description)\\.ts$',
          '^lib/(channels|sources)/[^/]+/(channel|address|source|place|console-link)\\.ts$',
        ],
      },
    },
    {
      name: 'rules-doc-is-pure',
      comment: 'The rules doc is read by the same code in CI, checker and command line, whatever brings its bytes.',
      severity: 'error',
      from: { path: '^lib/rules-doc/' },
      to: {
        pathNot: [
          '^lib/(rules-doc|core)/',
          '^lib/(channels|sources)/(registry|description)\\.ts$',
          '^node_modules/(yaml|zod|croner|temporal-polyfill)/',
        ],
      },
    },
    {
      name: 'ports-name-only-types-of-the-core',
      comment: 'A port says what the use cases need, in our own words.',
      severity: 'error',
      from: { path: '^lib/ports/' },
      to: { pathNot: ['^lib/(core|rules-doc|ports)/', '^node_modules/zod/'] },
    },
    {
      name: 'adapters-know-core-and-ports',
      comment: 'An adapter turns one outside system into a port; use cases are put together elsewhere.',
      severity: 'error',
      from: { path: '^lib/adapters/' },
      to: { path: '^(lib/(app|runner|web|stacks)|bin|lambdas)/' },
    },
    {
      name: 'adapters-keep-apart',
      comment: 'Adapters of different systems do not know each other; each system has a folder.',
      severity: 'error',
      from: { path: '^lib/adapters/([^/]+)/', pathNot: '^lib/adapters/embedded/' },
      to: { path: '^lib/adapters/', pathNot: '^lib/adapters/$1/' },
    },
    {
      name: 'channels-and-sources-keep-apart',
      comment: 'A channel, or a kind of place, is one folder: what several share is in the core or in an adapter.',
      severity: 'error',
      from: { path: '^lib/(channels|sources)/([^/]+)/', pathNot: '^lib/channels/slack-channel/' },
      to: { path: '^lib/(channels|sources)/[^/]+/', pathNot: '^lib/$1/$2/' },
    },
    {
      name: 'rendering-is-pure',
      comment: 'A message gets its form from the core alone, however far one follows the imports; the sender does I/O.',
      severity: 'error',
      from: { path: '^lib/channels/[^/]+/render\\.ts$' },
      to: {
        reachable: true,
        pathNot: [
          '^lib/(core|channels|sources)/',
          '^node_modules/(croner|temporal-polyfill|temporal-utils|temporal-spec)/',
        ],
      },
    },
    {
      name: 'channels-and-sources-know-core-ports-and-adapters',
      comment: 'They bring a message out and evidence in; use cases are put together elsewhere.',
      severity: 'error',
      from: { path: '^lib/(channels|sources)/' },
      to: { path: '^(lib/(app|runner|web|stacks)|bin|lambdas)/' },
    },
    {
      name: 'embedded-store-is-dynamodb',
      comment: 'The embedded store is the DynamoDB store with its tables in a folder: the same code, and nothing else.',
      severity: 'error',
      from: { path: '^lib/adapters/embedded/' },
      to: { path: '^lib/adapters/', pathNot: '^lib/adapters/(embedded|dynamodb)/' },
    },
    {
      name: 'app-names-no-technology',
      comment: 'Use cases work through ports, so that Lambdas and command line share them.',
      severity: 'error',
      from: { path: '^lib/app/' },
      to: { path: '^(lib/(adapters|channels|sources|web|stacks)|bin|lambdas)/|^node_modules/@aws-sdk/' },
    },
    {
      name: 'runner-is-one-small-file',
      comment: 'The runner comes to a host as one file: what speaks to AWS is loaded by whoever wires it, when needed.',
      severity: 'error',
      from: { path: '^lib/runner/' },
      to: { path: '^(lib/(adapters|channels|sources|web|stacks)|bin|lambdas)/|^node_modules/(@aws-sdk|zod)/' },
    },
    {
      name: 'functions-read-one-rules-doc',
      comment: 'A document that one function refuses as too large is refused by all of them.',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: '^lambdas/function-rules\\.ts$' },
      to: { path: '^lib/adapters/s3/(rules|open-rules)\\.ts$' },
    },
    {
      name: 'cdk-only-in-stacks',
      comment: 'The infrastructure library is large and has no business at run time.',
      severity: 'error',
      from: { pathNot: '^(lib/stacks/|bin/app\\.ts|test/stacks/)' },
      to: { path: '^node_modules/(aws-cdk-lib|constructs)/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle hides who needs whom.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
