// The comparer's own reading of the contracts, written by hand from their interfaces: a mistake in the generated ABIs or
// in the indexer must not repeat here.
import { parseAbi } from 'viem'

const batch = [
  'struct BatchCommitment { uint256 modelId; uint32 term; bytes32 inferencesRoot; uint32 inferenceCount; uint128 dataFees; bytes32 payoutsRoot; uint32 payoutCount; uint128 earned; uint64 creditCount; uint64 entryCount; bytes32 bundleHash; uint64 bundleSize; }',
  'struct Batch { BatchCommitment commitment; address operator; uint128 bond; uint40 committedAt; uint40 demandsUntil; uint32 responsePeriod; uint40 challengesUntil; uint40 versionsSince; }',
] as const

export const ledgerAbi = parseAbi([
  ...batch,
  'event BatchCommitted(uint256 indexed batchId, uint256 indexed modelId, address indexed operator, Batch batch, string bundleUri)',
  'event BatchVoided(uint256 indexed batchId, uint256 indexed modelId, address indexed challenger, uint8 kind, uint256 bond, uint256 reward)',
  'event BatchFinalised(uint256 indexed batchId, uint256 indexed modelId, uint256 earned, uint256 unearned)',
  'event Claimed(uint256 indexed batchId, address indexed account, address indexed recipient, uint256 amount)',
  'function statusOf(uint256 batchId) view returns (uint8)',
  'function batchCount() view returns (uint256)',
  'function isClaimed(uint256 batchId, uint32 index) view returns (bool)',
])

export const datanetsAbi = parseAbi([
  'struct DatanetTerms { bool commercialUse; bool derivatives; bool shareAlike; }',
  'struct Datanet { address curator; uint16 reserveBps; uint32 validatorSet; DatanetTerms terms; }',
  'struct Submission { uint256 datanetId; bytes32 root; uint40 count; address submitter; uint40 submittedAt; uint40 lapsesAt; uint32 validatorSet; uint8 approvals; uint8 rejections; uint8 status; uint64 sequence; uint64 revokedAt; uint40 decidedAt; }',
  'event DatanetCreated(uint256 indexed datanetId, address indexed curator, string name, string metadataUri, string schemaUri, string licence, bool commercialUse, bool derivatives, bool shareAlike, uint16 reserveBps, address reserveAccount)',
  'event Submitted(uint256 indexed submissionId, uint256 indexed datanetId, address indexed submitter, bytes32 root, uint40 count, uint32 validatorSet, uint256 parent, string uri)',
  'event ContributionRevoked(uint256 indexed submissionId, uint32 leafIndex, address indexed revoker, uint64 sequence)',
  'function datanet(uint256 datanetId) view returns (Datanet)',
  'function submission(uint256 submissionId) view returns (Submission)',
  'function datanetCount() view returns (uint256)',
  'function submissionCount() view returns (uint256)',
  'function leafRevokedAt(uint256 submissionId, uint32 leafIndex) view returns (uint64)',
])

export const reservesAbi = parseAbi([
  'event ReserveFunded(uint256 indexed datanetId, address indexed from, uint256 amount)',
  'function reserveOf(uint256 datanetId) view returns (uint256)',
])

export const modelsAbi = parseAbi([
  'struct RevenueTerms { uint16 protocolBps; uint16 ownerBps; uint16 baseBps; uint16 dataBps; }',
  'struct Model { address owner; uint8 rule; bool shareAlike; bool commercial; RevenueTerms revenue; uint128 price; uint32 term; uint32 latestVersion; uint256 baseModelId; bool retired; }',
  'struct Term { address operator; address receiptKey; uint40 startedAt; uint40 endsAt; uint32 poolTimeout; }',
  'struct Version { bytes32 artifactHash; uint64 snapshot; uint40 publishedAt; uint32 baseVersion; uint8 windowWords; uint8 rule; }',
  'event ModelRegistered(uint256 indexed modelId, address indexed owner, uint256 indexed baseModelId, string name, string metadataUri, uint256[] datanets, uint128 price, RevenueTerms revenue, uint8 rule, bool shareAlike, bool commercial)',
  'event TermStarted(uint256 indexed modelId, uint32 indexed term, address indexed operator, address receiptKey, uint40 startedAt, uint32 poolTimeout)',
  'event VersionPublished(uint256 indexed modelId, uint32 indexed version, bytes32 artifactHash, string uri, uint64 snapshot, uint256[] datanets, uint8 windowWords, uint32 baseVersion)',
  'event VersionActivated(uint256 indexed modelId, uint32 indexed version, uint40 olderUntil)',
  'event VersionRetired(uint256 indexed modelId, uint32 indexed version)',
  'function model(uint256 modelId) view returns (Model)',
  'function datanetsOf(uint256 modelId) view returns (uint256[])',
  'function term(uint256 modelId, uint32 number) view returns (Term)',
  'function version(uint256 modelId, uint32 number) view returns (Version)',
  'function versionDatanets(uint256 modelId, uint32 number) view returns (uint256[])',
  'function announcedTerm(uint256 modelId) view returns (address operator, address receiptKey)',
  'function isActive(uint256 modelId, uint32 number) view returns (bool)',
  'function supersededAt(uint256 modelId, uint32 number) view returns (uint256)',
  'function modelCount() view returns (uint256)',
])

export const escrowAbi = parseAbi([
  'struct Deposit { uint128 balance; uint128 withdrawing; uint40 availableAt; }',
  'struct SessionKey { address key; uint40 nextFrom; address next; }',
  'struct Request { uint256 modelId; address requester; uint32 term; uint24 callbackGas; uint40 deadline; uint96 price; }',
  'event SessionKeySet(uint256 indexed modelId, address indexed payer, address indexed key, uint256 effectiveFrom)',
  'event InferenceRequested(uint256 indexed requestId, uint256 indexed modelId, address indexed requester, uint32 term, uint256 price, uint256 callbackGas, uint256 deadline, bytes prompt)',
  'event RequestRefunded(uint256 indexed requestId, uint256 indexed modelId, address indexed requester, uint256 amount)',
  'event RefundsCollected(address indexed requester, uint256 amount)',
  'event OwnerRevenueCollected(uint256 indexed modelId, address indexed owner, uint256 amount)',
  'event ProtocolFeesCollected(address indexed treasury, uint256 amount)',
  'event PoolTaken(uint256 indexed modelId, uint32 indexed term, uint256 amount)',
  'event PoolReturned(uint256 indexed modelId, uint32 indexed term, uint256 amount)',
  'event PoolReleased(uint256 indexed modelId, uint32 indexed term, uint256 amount)',
  'event TermClosed(uint256 indexed modelId, uint32 indexed term, uint256 amount)',
  'event Funded(uint256 indexed modelId, address indexed payer, address indexed from, uint256 amount)',
  'event VoucherRedeemed(uint256 indexed modelId, uint32 indexed term, address indexed payer, uint256 charged, uint256 amount, uint256 dataAmount, uint256 protocolAmount, uint256 baseAmount, uint256 ownerAmount)',
  'event Paid(uint256 indexed modelId, address indexed payer, uint256 amount, uint256 dataAmount, uint256 protocolAmount, uint256 baseAmount, uint256 ownerAmount)',
  'event InferenceAnswered(uint256 indexed requestId, uint256 indexed modelId, address indexed payer, uint32 term, uint32 version, uint256 from, uint256 to, bytes32 outputRoot, bytes answer)',
  'event RequestCharged(uint256 indexed requestId, uint256 indexed modelId, address indexed payer, uint256 dataAmount, uint256 protocolAmount, uint256 baseAmount, uint256 ownerAmount)',
  'event RoyaltiesPassedOn(uint256 indexed modelId, uint256 indexed baseModelId, uint256 amount, uint256 kept)',
  'function depositOf(uint256 modelId, address payer) view returns (Deposit)',
  'function charged(uint256 modelId, uint32 term, address payer) view returns (uint128)',
  'function poolOf(uint256 modelId, uint32 term) view returns (uint128)',
  'function sessionKeyOf(uint256 modelId, address payer) view returns (SessionKey)',
  'function givenTo(uint256 modelId, address payer) view returns (uint128)',
  'function royaltiesOf(uint256 modelId) view returns (uint128 received, uint128 passed)',
  'function protocolFees() view returns (uint256)',
  'function requestCount() view returns (uint256)',
  'function requestOf(uint256 requestId) view returns (Request)',
  'function refundsOf(address requester) view returns (uint256)',
  'function ownerRevenueOf(uint256 modelId) view returns (uint128)',
])

export const stakesAbi = parseAbi([
  'struct Stake { uint128 active; uint128 locked; }',
  'struct Unbonding { uint128 amount; uint40 availableAt; }',
  'event Staked(address indexed account, address indexed from, uint256 amount)',
  'function stakeOf(address account) view returns (Stake)',
  'function unbondingOf(address account) view returns (Unbonding)',
])

export const configAbi = parseAbi([
  'struct Parameters { uint16 protocolFeeBps; uint16 dataFloorBps; uint16 bondBps; uint32 demandPeriod; uint32 responsePeriod; uint32 challengeTail; uint32 unbondingPeriod; uint32 withdrawalDelay; uint32 submissionLife; uint32 dataResponsePeriod; uint32 arbiterPeriod; uint32 poolTimeout; uint32 trialTime; uint32 versionGrace; uint8 demandDepositFactor; uint128 minimumBond; uint128 bondPerItem; uint128 validatorStake; uint128 escalationBond; address arbiter; }',
  'event ParametersChanged(Parameters parameters)',
  'function parameters() view returns (Parameters)',
])
