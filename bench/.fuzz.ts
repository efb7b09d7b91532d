import fc from 'fast-check'; import { recognise } from '#lib/archive/packets/recognise.ts'; import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts'; import { LookbackError } from '#lib/errors.ts'; import { openPaths } from '#lib/archive/packets/open.server.ts';
const seeds: [string,Uint8Array][]=[]; const seen=new Map<string,number>();
for await (const a of openPaths(['/work/shared/data/brokers','/work/shared/data/tns','/work/shared/data/gw/skyportal','/work/shared/data/gw/userguide','/work/shared/data/lsst/lasair','/work/shared/data/lsst/alerce','/work/shared/data/ztf/fink-science/part-0-0-435829.parquet','/work/shared/data/ztf/kowalski','/work/shared/data/gw/gwcelery_tests'])) if (!('refused' in a) && a.bytes.length<3e6) { const k=a.name.split('.').pop()!; const n=seen.get(k)??0; if (n<5) { seen.set(k,n+1); seeds.push([a.name,a.bytes]); } }
let n=0; const bad=new Map<string,number>(); let rnd=12345; const r=(m:number)=>{rnd=(rnd*1103515245+12345)&0x7fffffff; return rnd%m;};
for (let k=0;k<1500;k++) { const [name,b]=seeds[r(seeds.length)]!; const c=Buffer.from(b); const how=r(3); let x=c; if (how===0) x=c.subarray(0,r(c.length)); else { const m=1+r(8); for(let i=0;i<m;i++) c[how===1?r(c.length):r(Math.min(c.length,4000))]=r(256); }
 const ctx={name,schemas:new SchemaStore()}; n++;
 try { const d=recognise(x,ctx); for await (const y of d.decode(x,ctx)) ; } catch(e:any) { if (!(e instanceof LookbackError)) { const key=(e.stack as string).split('\n').slice(0,3).join(' < ').slice(0,300); bad.set(key,(bad.get(key)??0)+1);} } }
console.log(seeds.length,n,[...bad]);
