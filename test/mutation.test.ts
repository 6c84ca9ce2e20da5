import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { affected, embedding, hosts, readProject } from '../script/long/mutation/affected.ts'
import { judge, prepare, type Verdict } from '../script/long/mutation/judge.ts'
import { inOrder, type Mutant, mutantsOf } from '../script/long/mutation/mutants.ts'
import { checkKnown, type Equivalent, report } from '../script/long/mutation/report.ts'
import { openSandbox } from '../script/long/mutation/sandbox.ts'
import { compile } from '../script/long/mutation/solc.ts'
import { apply } from '../script/long/mutation/source.ts'

const repository = join(import.meta.dirname, '..')
const header = '// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.30;\n'
const file = 'contracts/src/Purse.sol'

// The signs of more than one byte stand where offsets in characters would miss.
const purse = `${header}
/// @notice Up to ≤ ⌈LIMIT⌉.
contract Purse {
    uint256 public constant LIMIT = 0x0f;
    uint256 public total;
    mapping(uint256 place => uint256) public at;
    event Taken(uint256 amount, uint256 total);
    error Purse_TooMuch(uint256 amount);

    modifier once() { require(total == 0, "twice"); _; }

    function take(uint256 amount) external {
        require(amount <= LIMIT, Purse_TooMuch(amount));
        if (amount == 0) return;
        total += amount;
        emit Taken(amount, total);
    }

    function set(uint256 place, uint256 value) external once {
        at[place - 1] = value;
        for (uint256 i = 0; i < 2; ++i) { at[i] = value; }
    }

    function isOdd(uint256 value) external pure returns (bool odd) {
        odd = !(value & 1 == 0 || value > type(uint256).max);
        assembly { odd := and(value, 1) }
    }
}
`
const strong = `${header}import {Purse} from "../src/Purse.sol";
contract StrongTest {
    function test_Take_UpToTheLimit() public {
        Purse purse = new Purse();
        purse.take(15);
        require(purse.total() == 15);
        try purse.take(16) { revert(); } catch {}
    }
}
`
// Never goes to the limit.
const weak = strong.replaceAll('StrongTest', 'WeakTest').replaceAll('15', '7').replace('take(16)', 'take(17)')

let root = ''
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

beforeAll(() => {
  mkdirSync(join(repository, '.local/test'), { recursive: true })
  root = mkdtempSync(join(repository, '.local/test/mutation-'))
  const lines = ['[profile.default]', 'src = "contracts/src"', 'test = "contracts/test"', 'evm_version = "cancun"']
  lines.push('out = "contracts/out"', 'cache_path = "contracts/cache"', 'bytecode_hash = "none"')
  write('foundry.toml', [...lines, `solc = "${join(repository, 'script/solc.mjs')}"\n`].join('\n'))
  write(file, purse)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const mutants = () => mutantsOf(root, [file])
const asText = ({ within, operator, original, mutated }: Mutant) => `${within} ${operator}: ${original} → ${mutated}`

describe('the mutants of a source', () => {
  test('each changes what its operator says, where it says', () => {
    const found = mutants().map(asText)
    expect(found).toEqual(
      expect.arrayContaining([
        'Purse constant: uint256 public constant LIMIT = 0x0f; → uint256 public constant LIMIT = 0x10;',
        'Purse constant: uint256 public constant LIMIT = 0x0f; → uint256 public constant LIMIT = 0x0e;',
        'Purse.once comparison: modifier once() { require(total == 0, "twice"); _; } → modifier once() { require(total != 0, "twice"); _; }',
        'Purse.take bound: require(amount <= LIMIT, Purse_TooMuch(amount)); → require(amount < LIMIT, Purse_TooMuch(amount));',
        'Purse.take dropped check: require(amount <= LIMIT, Purse_TooMuch(amount)); → {}',
        'Purse.take dropped check: if (amount == 0) return; → {}',
        'Purse.take condition: if (amount == 0) return; → if (true) return;',
        'Purse.take arithmetic: total += amount; → total -= amount;',
        'Purse.take arithmetic: total += amount; → total = amount;',
        'Purse.take dropped statement: emit Taken(amount, total); → {}',
        'Purse.take swapped arguments: emit Taken(amount, total); → emit Taken(total, amount);',
        'Purse.set dropped check: function set(uint256 place, uint256 value) external once { → function set(uint256 place, uint256 value) external  {',
        'Purse.set off by one: at[place - 1] = value; → at[place - 1 + 1] = value;',
        'Purse.set off by one: at[place - 1] = value; → at[place - 0] = value;',
        'Purse.isOdd logical: odd = !(value & 1 == 0 || value > type(uint256).max); → odd = (value & 1 == 0 || value > type(uint256).max);',
        'Purse.isOdd logical: odd = !(value & 1 == 0 || value > type(uint256).max); → odd = !((value & 1 == 0 && value > type(uint256).max));',
        'Purse.isOdd bitwise: odd = !(value & 1 == 0 || value > type(uint256).max); → odd = !((value | 1) == 0 || value > type(uint256).max);',
        'Purse.isOdd constant: odd = !(value & 1 == 0 || value > type(uint256).max); → odd = !(value & 1 == 0 || value > (type(uint256).max - 1));',
        'Purse.isOdd bitwise: assembly { odd := and(value, 1) } → assembly { odd := or(value, 1) }',
        'Purse.isOdd dropped statement: assembly { odd := and(value, 1) } → assembly { {} }',
      ]),
    )
    expect(found.filter((each, i) => found.indexOf(each) !== i)).toEqual([])
    expect(found.filter((each) => each.includes('--i'))).toEqual([])
  })

  test('each differs from the source in its own place alone, and nearly all compile', () => {
    const bytes = readFileSync(join(root, file))
    let compiled = 0
    for (const { edit, line, original } of mutants()) {
      const mutated = apply({ bytes }, edit)
      expect(mutated.startsWith(bytes.subarray(0, edit.start).toString())).toBe(true)
      expect(mutated.endsWith(bytes.subarray(edit.end).toString())).toBe(true)
      expect(mutated).not.toBe(purse)
      expect(purse.split('\n')[line - 1]?.trim()).toBe(original.split('\n')[0])
      if (compile(root, [file], { [file]: mutated })) compiled++
    }
    expect(compiled).toBeGreaterThan(0.8 * mutants().length)
  })

  test('the seed decides their order, their lines do not', () => {
    const order = (seed: number) => inOrder(mutants(), seed).map(asText)
    const first = order(1)
    expect([...first].sort()).toEqual(mutants().map(asText).sort())
    expect(order(1)).toEqual(first)
    expect(order(2)).not.toEqual(first)
    write(file, purse.replace('contract Purse', '\n\n// Further down.\ncontract Purse'))
    try {
      expect(order(1)).toEqual(first)
    } finally {
      write(file, purse)
    }
    // Every operator is among the first ones.
    const operators = new Set(mutants().map(({ operator }) => operator))
    expect(
      new Set(
        inOrder(mutants(), 1)
          .slice(0, operators.size)
          .map(({ operator }) => operator),
      ),
    ).toEqual(operators)
  })
})

test('a weak test lets a mutant live that a strong one kills', { timeout: 180_000 }, () => {
  write('contracts/test/Strong.t.sol', strong)
  write('contracts/test/Weak.t.sol', weak)
  execFileSync('forge', ['build'], { cwd: root, stdio: 'pipe' })
  const project = readProject(root)
  const tests = embedding(project, file)
  expect(tests).toEqual(['contracts/test/Strong.t.sol', 'contracts/test/Weak.t.sol'])
  const sandbox = openSandbox(root, '.local/sandbox')
  const ground = prepare(sandbox, [file], tests)
  expect(ground.measuring).toEqual([])
  const ask = (wanted: string, asked: readonly string[]) => {
    const mutant = mutants().find(({ mutated }) => mutated.includes(wanted))!
    expect(affected(project, mutant).sort()).toEqual(tests)
    const plan = { compiled: [...hosts(project, file), ...tests], tests: [...asked], first: 8 }
    const mutated = apply({ bytes: readFileSync(join(root, file)) }, mutant.edit)
    const { seconds, ...verdict } = judge(sandbox, ground, mutant, mutated, plan)
    expect(seconds).toBeGreaterThan(0)
    return verdict
  }
  const [strongFile, weakFile] = tests as [string, string]
  const killed = { outcome: 'killed', by: `${strongFile}:StrongTest.test_Take_UpToTheLimit()` }
  expect(ask('amount < LIMIT', [weakFile])).toEqual({ outcome: 'survived' })
  expect(ask('amount < LIMIT', [strongFile])).toEqual(killed)
  expect(ask('LIMIT = 0x10', [strongFile])).toEqual(killed)
  // What one mutant leaves behind decides nothing about the next.
  expect(ask('emit Taken(total, amount)', [strongFile])).toEqual({ outcome: 'survived' })
  // The source on the disk is never changed.
  expect(readFileSync(join(root, file), 'utf8')).toBe(purse)
})

describe('the result', () => {
  const verdict = (outcome: Verdict['outcome']): Verdict => ({ outcome, seconds: 1 })
  const explained = ({ edit: _, line: __, ...mutant }: Mutant): Equivalent => ({ ...mutant, reason: 'It is the same.' })
  /** Of ten mutants that count and one that does not compile, nine dead. */
  const judged = (equivalents: Equivalent[], survivors = [3]) => {
    const order = mutants().slice(0, 11)
    const verdicts = Object.fromEntries(
      order.map((_, i) => [i, verdict(i === 10 ? 'does not compile' : survivors.includes(i) ? 'survived' : 'killed')]),
    )
    return report(order, verdicts, [], equivalents)
  }

  test('wants every survivor explained', () => {
    const survivor = mutants()[3]!
    const { failed, result } = judged([])
    expect(failed).toBe(1)
    expect(result).toMatchObject({ mutants: 10, killed: 9, survived: 1, equivalent: 0, percentDead: 90 })
    expect(result.unexplained).toEqual([`${survivor.file}:${survivor.line}`])
    expect(result.list).toHaveLength(10)
    expect(judged([explained(survivor)])).toMatchObject({ failed: 0, result: { equivalent: 1, unexplained: [] } })
  })

  test('wants enough of them dead, explained or not', () => {
    const [a, b] = [mutants()[3]!, mutants()[4]!]
    expect(judged([explained(a), explained(b)], [3, 4])).toMatchObject({ failed: 1, result: { percentDead: 80 } })
  })

  test('refuses the reason of a mutant that a test kills, or that there is not', () => {
    const [survivor, dead] = [mutants()[3]!, mutants()[4]!]
    expect(judged([explained(survivor), explained(dead)])).toMatchObject({
      failed: 1,
      result: { wronglyCalledEquivalent: [`${dead.file}:${dead.line}`] },
    })
    checkKnown([explained(dead)], mutants())
    const stale = { ...explained(dead), original: 'what it was before' }
    expect(() => checkKnown([stale], mutants())).toThrow('what it was before')
  })
})
