// The plots of docs/performance.md, drawn from the figures that have a place in one.
import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Figure, Plot } from './figure.ts'

echarts.use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

const titles: Record<Plot, { title: string; x: string; y: string }> = {
  time: { title: 'Indexing: seconds of one core', x: 'words', y: 's' },
  memory: { title: 'Indexing: memory of the index', x: 'words', y: 'MB' },
  latency: { title: 'Attribution: an output, half of its windows present', x: 'words of the output', y: 'ms' },
}

/** A plot as SVG, equal for equal figures. */
export function plotOf(plot: Plot, figures: readonly Figure[]): string {
  const lines = new Map<string, [number, number][]>()
  for (const { curve, value } of figures) {
    if (curve?.plot !== plot) continue
    lines.set(curve.line, [...(lines.get(curve.line) ?? []), [curve.x, value]])
  }
  const { title, x, y } = titles[plot]
  const axis = { type: 'log', nameLocation: 'middle', nameGap: 32, axisLabel: { formatter: shown } } as const
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 440 })
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
    legend: { bottom: 0, itemGap: 24, textStyle: { fontSize: 11 } },
    grid: { left: 70, right: 30, top: 40, bottom: 90 },
    xAxis: { ...axis, name: x },
    yAxis: { ...axis, name: y, nameGap: 48 },
    series: [...lines].map(([name, data]) => ({ type: 'line', name, data, symbolSize: 6 })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  // The library numbers the plots of a process: a plot is the same wherever it is drawn.
  return `${svg.replaceAll(/zr\d+-/g, `${plot}-`)}\n`
}

function shown(value: number): string {
  return value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 })
}
