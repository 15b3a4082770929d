import {
  formatModel,
  type Series,
  type SettingName,
  seriesKey,
  settingNames,
  settings,
} from "../../results/records/series.ts";

/** What a report says of a series, by its key. */
export type Labels = ReadonlyMap<string, string>;

/**
 * Names series within one report by what differs among them alone: `koa/threads×2`, `threads×2` of
 * one server, `driver pg` of one cell. One that has nothing of its own is named by its cell.
 */
export function labelsOf(series: readonly Series[]): Labels {
  const cellOf = cellLabel(series);
  const names = differingSettings(series);
  return new Map(
    series.map((one) => {
      const parts = [cellOf(one), ...settingsIn(one, names)].filter((part) => part !== "");
      return [seriesKey(one), parts.join(", ") || `${one.server}/${formatModel(one)}`];
    }),
  );
}

/** The settings beyond server, model and workers in which these series differ. */
export function differingSettings(series: readonly Series[]): readonly SettingName[] {
  return settingNames.filter((name) => differs(series, (one) => one[name]));
}

/** What a series has of these settings, a few words each. */
export function settingsIn(series: Series, names: readonly SettingName[]): readonly string[] {
  return names.flatMap((name) => {
    const value = series[name];
    return value === undefined ? [] : [settings[name].format(value)];
  });
}

/** The name that a report has for a series; one that it does not know keeps its key. */
export function labelOf(labels: Labels, key: string): string {
  return labels.get(key) ?? key;
}

function cellLabel(series: readonly Series[]): (one: Series) => string {
  const hasServers = differs(series, ({ server }) => server);
  const hasModels = differs(series, formatModel);
  return (one) =>
    [...(hasServers ? [one.server] : []), ...(hasModels ? [formatModel(one)] : [])].join("/");
}

function differs(series: readonly Series[], of: (one: Series) => unknown): boolean {
  return new Set(series.map(of)).size > 1;
}
