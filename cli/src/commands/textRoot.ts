import { textRoot } from '@openledger/sdk'
import { Command } from 'commander'
import { print } from '../print.ts'
import { readTextFile, wordsOfInput } from '../textFile.ts'

const help = `
--json prints an array with an object for each file, in their order:
  file      the file's name as given
  length    bytes of its canonical text
  textRoot  0x and 64 hexadecimal digits
Nothing is printed when one of the files is not a text with words.`

export function textRootCommand(): Command {
  return new Command('text-root')
    .description('print the text roots of files: the hashes that address their canonical text')
    .argument('<file...>', 'plain text in UTF-8')
    .option('--json', 'print as JSON')
    .addHelpText('after', help)
    .action((files: string[], options: { json?: true }) => {
      const roots = files.map((file) => {
        const bytes = wordsOfInput(readTextFile(file), file)
        return { file, length: bytes.length, textRoot: textRoot(bytes) }
      })
      print(
        options,
        roots,
        roots.map((root) => `${root.textRoot}  ${root.file}`),
      )
    })
}
