const skies: Readonly<Record<string, { sky: string; high_celsius: number; rain_percent: number }>> = {
  Zürich: { sky: 'low clouds', high_celsius: 6, rain_percent: 70 },
  Lisbon: { sky: 'sunny', high_celsius: 17, rain_percent: 10 },
  Bergen: { sky: 'showers', high_celsius: 8, rain_percent: 95 },
};

/** The weather service: the same weather every day, which makes it a bad service and a good specimen. */
export function forecast({ city, day }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (typeof city !== 'string' || (day !== 'today' && day !== 'tomorrow')) return { error: 'get_forecast wants a city, and today or tomorrow' };
  const known = skies[city];
  return known === undefined ? { error: `no station in ${city}` } : { city, day, ...known };
}
