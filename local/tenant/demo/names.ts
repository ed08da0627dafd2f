/** A list with something in it. */
export type List = readonly [string, ...string[]];

/** Given names. */
export const givenNames = listOf(`
  Andreas Anna Ayşe Barbara Benedikt Birgit Björn Brigitte Christoph Daniela Dominik Elif Elisabeth Emre Florian
  Franziska Georg Gerhard Gisela Günther Hannelore Heike Helmut Ingrid Jana Johann Jörg Josef Jürgen Karin
  Katharina Kevin Klaus Korbinian Krzysztof Lena Ludwig Magdalena Manfred Maria Markus Martina Matthias Michael
  Mónica Nicole Oğuz Petra Quirin Renate Roland Rosemarie Sebastian Siegfried Simone Sören Stefan Susanne Tatjana
  Thomas Ulrike Ursula Veronika Vinzenz Wolfgang Xaver Yasemin Zoë
`);

/** Surnames. */
export const surnames = listOf(`
  Aigner Albrecht Bachmeier Bäumler Bichlmaier Böhm Brandl Çelik Dallmayr Demir Dietl Eberl Eichinger Engelhardt
  Fellner Forster Frühwald Gabler Geißler Götz Grünwald Gschwendtner Haas Hartl Höfler Hölzl Huber Jäger
  Kaltenegger Kästner Kellerer Knöferl Köck Kowalski Kreß Kürzinger Lechner Lindermayr Löw Maier Mayr Meier Meyer
  Mühlbauer Müller Neumüller Niedermeier Nowak Obermüller Öttl Özdemir Pfaller Plößl Pröll Raab Rauscher
  Reichenberger Riedl Rödl Rößler Sailer Schäffler Schießl Schmid Schmidt Schmitt Schönwetter Schröder Schütz
  Seitz Spörl Stöckl Straßer Süß Thalhammer Überreiter Vogl Wäger Weiß Wittmann Wöhrl Yılmaz Zänkert Ziegler
  Zöllner
`);

/** Streets. */
export const streets = listOf(`
  Hauptstraße | Bahnhofstr. | Am Gewerbepark | Donaustraße | Schulstr. | Münchener Straße | Kirchplatz |
  Industriestraße | Am Mühlbach | Römerstr. | Gartenweg | Ringstraße | Klosterberg | Lindenallee
`);

/** What a customer's company can be: `#` stands for a surname. */
export const customerFirms = listOf(`
  Hausverwaltung # GmbH | Autohaus # GmbH & Co. KG | Bäckerei # | Metzgerei # | Zahnarztpraxis Dr. # |
  Kanzlei # & Partner mbB | Gasthof # | Hotel #er Hof | Spedition # AG | # Maschinenbau GmbH |
  Architekturbüro # | # Wohnbau GmbH | Brauerei # KG | Kfz-Werkstatt # | Pflegeheim Haus # | # Immobilien e. K. |
  Friseur # | #, Söhne & Co. OHG | Kindertagesstätte Villa # | Optik #
`);

/** And a supplier's. */
export const supplierFirms = listOf(`
  # Sanitärgroßhandel GmbH | # Heizungstechnik AG | Rohrsysteme # GmbH | # Armaturen GmbH & Co. KG |
  # Pumpen SE | Lüftungsbau # GmbH | # Werkzeuge e. K. | Elektro-Großhandel # | # Wärmepumpen GmbH |
  Dämmstoffe # KG
`);

/** What people do, `@` the department they do it in. */
export const jobs = listOf(`
  Geschäftsführer @ Geschäftsleitung | Einkaufsleiterin @ Einkauf | Sachbearbeiter @ Buchhaltung |
  Hausmeister @ Technik | Objektleiter @ Gebäudemanagement |
  Assistentin der Geschäftsleitung @ Geschäftsleitung | Bauleiter @ Bau & Planung | Außendienst @ Vertrieb |
  Innendienst @ Vertrieb | Key-Account-Managerin @ Vertrieb | Disponent @ Logistik |
  Ansprechpartner Reklamation @ Service | Inhaberin @  | Prokurist @ Geschäftsleitung
`);

/** What people write into the notes. */
export const notes = listOf(`
  Ruft lieber an, als zu schreiben. | Anlage: Gas-Brennwert, Bj. 2011\\nWartung jährlich im September |
  Hund! Vorher klingeln 🐕 | Zahlungsziel 14 Tage, 2 % Skonto |
  Schlüssel beim Nachbarn (Hs.-Nr. 7), Codewort „Isar“ | Alte Nummer: 0841/1199-88; gilt nicht mehr |
  Kunde seit 1998; Vertrag Nr. 4711-B | ⚠️ nur noch gegen Vorkasse | spricht Deutsch, Türkisch & Englisch |
  Parken: Hof, Einfahrt über Römerstr.\\n\\nTiefgarage nur bis 2,00 m | Messe Frankfurt 2025 kennengelernt
`);

/** Categories. */
export const categories = listOf(`
  Kunde Wartungsvertrag VIP Neubau Hausverwaltungen Mahnung Weihnachtskarte
`);

/** A name as it stands in e-mail and web addresses. */
export function addressPart(name: string): string {
  const spelt = name.toLowerCase().replace(/[äöüßıø]/g, (letter) => spellings[letter] ?? letter);
  const plain = spelt.normalize('NFD').replace(/[^a-z0-9]+/g, (gap) => (/\p{Mark}/u.test(gap) ? '' : '-'));
  return plain.replace(/^-+|-+$/g, '') || 'info';
}

function listOf(text: string): List {
  const items = text.split(text.includes('|') ? '|' : /\s+/).map((item) => item.trim().replaceAll('\\n', '\n'));
  const [first = '', ...rest] = items.filter((item) => item !== '');
  return [first, ...rest];
}

const spellings: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i', ø: 'o' };
