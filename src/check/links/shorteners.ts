// The hosts of short addresses: a few letters that stand for a page which nobody can guess from them, and that nobody can find once
// the service is gone. A list only; it stands apart because two rules ask for it.

const SHORTENERS: ReadonlySet<string> = new Set(
  [
    // For everybody
    'bit.ly j.mp bitly.com t.co goo.gl ow.ly tinyurl.com is.gd v.gd buff.ly dlvr.it ift.tt lnkd.in fb.me wp.me tiny.cc trib.al',
    'cutt.ly rb.gy shorturl.at t.ly su.pr cli.gs snurl.com snipurl.com tr.im bl.ink rebrand.ly hubs.ly shar.es ht.ly tl.gd',
    'qr.ae x.co s.id eepurl.com a.co amzn.to po.st twurl.nl budurl.com clck.ru vk.cc surl.li',
    // Of papers, agencies and stations
    'reut.rs nyti.ms wapo.st bbc.in gu.com aje.io aje.me ind.pn cnn.it on.wsj.com econ.st politi.co huff.to slate.me',
    'ti.me n.pr nbcnews.to abcn.ws cbsn.ws apne.ws lat.ms bloom.bg on.ft.com interc.pt fxn.ws theatln.tc f24.my rfi.my almon.co',
    'usat.ly yhoo.it mirr.im dailym.ai cbc.sh ab.co fp.tn',
  ].flatMap((hosts) => hosts.split(' ')),
);

/** @param hostname In small letters. */
export function isShortener(hostname: string): boolean {
  return SHORTENERS.has(hostname.replace(/^www\./u, ''));
}
