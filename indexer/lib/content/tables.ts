/** The database schema of the content tables. The loader owns it; Ponder never touches it. */
export const CONTENT_SCHEMA = 'openledger_content'

/** Tables that the loader fills; a row of content stands here only when it was checked. */
export const contentTables = `
CREATE SCHEMA IF NOT EXISTS ${CONTENT_SCHEMA};

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.bundle (
  content_key text PRIMARY KEY,
  status text NOT NULL,
  reason text,
  attempts integer NOT NULL,
  retry_at timestamptz
);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.inference (
  content_key text NOT NULL,
  index numeric(78) NOT NULL,
  version numeric(78) NOT NULL,
  payer text NOT NULL,
  "from" numeric(78) NOT NULL,
  "to" numeric(78) NOT NULL,
  data_fee numeric(78) NOT NULL,
  output_root text NOT NULL,
  output text,
  output_length numeric(78) NOT NULL,
  credits_root text NOT NULL,
  credit_count numeric(78) NOT NULL,
  receipt text NOT NULL,
  PRIMARY KEY (content_key, index)
);
CREATE INDEX IF NOT EXISTS inference_payer ON ${CONTENT_SCHEMA}.inference (payer);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.credit (
  content_key text NOT NULL,
  inference_index numeric(78) NOT NULL,
  index numeric(78) NOT NULL,
  start numeric(78) NOT NULL,
  length numeric(78) NOT NULL,
  match_start numeric(78) NOT NULL,
  match_length numeric(78) NOT NULL,
  submission_id numeric(78) NOT NULL,
  leaf_index numeric(78) NOT NULL,
  "offset" numeric(78) NOT NULL,
  contributor text NOT NULL,
  PRIMARY KEY (content_key, inference_index, index)
);
CREATE INDEX IF NOT EXISTS credit_contributor ON ${CONTENT_SCHEMA}.credit (contributor);
CREATE INDEX IF NOT EXISTS credit_source ON ${CONTENT_SCHEMA}.credit (submission_id, leaf_index);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.payout (
  content_key text NOT NULL,
  index numeric(78) NOT NULL,
  account text NOT NULL,
  amount numeric(78) NOT NULL,
  entries_root text NOT NULL,
  entry_count numeric(78) NOT NULL,
  PRIMARY KEY (content_key, index)
);
CREATE INDEX IF NOT EXISTS payout_account ON ${CONTENT_SCHEMA}.payout (account);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.entry (
  content_key text NOT NULL,
  payout_index numeric(78) NOT NULL,
  index numeric(78) NOT NULL,
  inference_index numeric(78) NOT NULL,
  credit_index numeric(78) NOT NULL,
  account text NOT NULL,
  amount numeric(78) NOT NULL,
  PRIMARY KEY (content_key, payout_index, index)
);
CREATE INDEX IF NOT EXISTS entry_credit ON ${CONTENT_SCHEMA}.entry (content_key, inference_index, credit_index);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.leaves (
  root text NOT NULL,
  count numeric(78) NOT NULL,
  status text NOT NULL,
  reason text,
  attempts integer NOT NULL,
  retry_at timestamptz,
  PRIMARY KEY (root, count)
);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.leaf (
  root text NOT NULL,
  count numeric(78) NOT NULL,
  index numeric(78) NOT NULL,
  contributor text NOT NULL,
  text_root text NOT NULL,
  PRIMARY KEY (root, count, index)
);
CREATE INDEX IF NOT EXISTS leaf_contributor ON ${CONTENT_SCHEMA}.leaf (contributor);
CREATE INDEX IF NOT EXISTS leaf_text ON ${CONTENT_SCHEMA}.leaf (text_root);

CREATE TABLE IF NOT EXISTS ${CONTENT_SCHEMA}.text (
  text_root text PRIMARY KEY,
  status text NOT NULL,
  reason text,
  attempts integer NOT NULL,
  retry_at timestamptz,
  text text
);
CREATE INDEX IF NOT EXISTS text_retry ON ${CONTENT_SCHEMA}.text (retry_at) WHERE retry_at IS NOT NULL;
`

/**
 * What the API serves: the content of what stands in the chain's tables now. A batch or submission that a
 * reorganisation took away takes its content out of sight with it.
 * @param chain The database schema that Ponder writes.
 */
export function contentViews(chain: string): string {
  const schema = `"${chain}"`
  return `
CREATE OR REPLACE VIEW ${schema}.batch_content AS
  SELECT b.id AS batch_id, coalesce(k.status, 'pending') AS status, k.reason
  FROM ${schema}.batch b LEFT JOIN ${CONTENT_SCHEMA}.bundle k USING (content_key);

CREATE OR REPLACE VIEW ${schema}.submission_content AS
  SELECT s.id AS submission_id, coalesce(l.status, 'pending') AS status, l.reason
  FROM ${schema}.submission s LEFT JOIN ${CONTENT_SCHEMA}.leaves l USING (root, count);

CREATE OR REPLACE VIEW ${schema}.contribution AS
  SELECT s.id AS submission_id, l.index AS leaf_index, s.datanet_id, l.contributor, l.text_root, t.text,
    t.status AS text_status, t.reason AS text_reason, r.sequence AS revoked_at
  FROM ${schema}.submission s
  JOIN ${CONTENT_SCHEMA}.leaf l USING (root, count)
  JOIN ${CONTENT_SCHEMA}.text t USING (text_root)
  LEFT JOIN ${schema}.leaf_revocation r ON r.submission_id = s.id AND r.leaf_index = l.index;

CREATE OR REPLACE VIEW ${schema}.inference AS
  SELECT b.id AS batch_id, b.model_id, i.index, i.version, i.payer, i."from", i."to", i.data_fee, i.output_root,
    i.output, i.output_length, i.credits_root, i.credit_count, i.receipt
  FROM ${schema}.batch b JOIN ${CONTENT_SCHEMA}.inference i USING (content_key);

CREATE OR REPLACE VIEW ${schema}.credit AS
  SELECT b.id AS batch_id, c.inference_index, c.index, c.start, c.length, c.match_start, c.match_length,
    c.submission_id, c.leaf_index, c."offset", c.contributor
  FROM ${schema}.batch b JOIN ${CONTENT_SCHEMA}.credit c USING (content_key);

CREATE OR REPLACE VIEW ${schema}.payout AS
  SELECT b.id AS batch_id, b.model_id, p.index, p.account, p.amount, b.status::text AS batch_status,
    (SELECT coalesce(sum(c.amount), 0) FROM ${schema}.claim c WHERE c.batch_id = b.id AND c.account = p.account)
      AS claimed,
    p.entries_root, p.entry_count
  FROM ${schema}.batch b JOIN ${CONTENT_SCHEMA}.payout p USING (content_key);

CREATE OR REPLACE VIEW ${schema}.entry AS
  SELECT b.id AS batch_id, e.payout_index, e.index, e.inference_index, e.credit_index, e.account, e.amount
  FROM ${schema}.batch b JOIN ${CONTENT_SCHEMA}.entry e USING (content_key);

CREATE OR REPLACE VIEW ${schema}.account AS
  SELECT account AS address, sum(earned) AS earned, sum(pending) AS pending, sum(claimed) AS claimed
  FROM (
    SELECT p.account, CASE WHEN b.status = 'finalised' THEN p.amount ELSE 0 END AS earned,
      CASE WHEN b.status = 'committed' THEN p.amount ELSE 0 END AS pending, 0 AS claimed
    FROM ${schema}.batch b JOIN ${CONTENT_SCHEMA}.payout p USING (content_key)
    UNION ALL
    SELECT c.account, CASE WHEN k.status = 'verified' THEN 0 ELSE c.amount END, 0, c.amount
    FROM ${schema}.claim c JOIN ${schema}.batch b ON b.id = c.batch_id
    LEFT JOIN ${CONTENT_SCHEMA}.bundle k USING (content_key)
    UNION ALL
    SELECT l.contributor, 0, 0, 0
    FROM ${schema}.submission s JOIN ${CONTENT_SCHEMA}.leaf l USING (root, count)
  ) AS movements
  GROUP BY account;
`
}
