import { openPaths } from '#lib/archive/packets/open.server.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
const table=new Map<string,Record<string,number>>(); const refusedList: string[]=[]; const schemas=new SchemaStore();
const row=(f:string)=>{let r=table.get(f); if(!r) table.set(f,r={packets:0,records:0,refusedRecords:0,alerts:0,phot:0,stmts:0,notices:0,locs:0,withd:0}); return r;};
let peak=0; const timer=setInterval(()=>{peak=Math.max(peak,process.memoryUsage().rss)},50); const reasons=new Map<string,{n:number,ex:string}>();
const why=(code:string,msg:string)=>{const x=reasons.get(code); if(x) x.n++; else reasons.set(code,{n:1,ex:msg});};
let t=Date.now(); const skip=process.env.SKIP;
for await (const a of openPaths(process.argv.slice(2))) {
 const name=a.name.replace('/work/shared/data/','');
 if ('refused' in a) { row('UNOPENED').packets!++; refusedList.push(name+' :: '+a.refused.code+' '+a.refused.message); continue; }
 if (skip && new RegExp(skip).test(name)) continue;
 const ctx={name,schemas}; let format='?';
 try { const r=recognise(a.bytes,ctx); format=r.format; const rr=row(format); rr.packets!++;
  if (format==='avro-schema') schemas.add(a.name, JSON.parse(Buffer.from(a.bytes).toString()));
  for await (const x of r.decode(a.bytes,ctx)) { if (x instanceof Error) { rr.refusedRecords!++; why('record '+(x as any).code, name+' '+x.message);} else { rr.records!++; rr.alerts!+=x.alerts.length; rr.phot!+=x.photometry.length; rr.stmts!+=x.statements.length; rr.notices!+=x.notices.length; rr.locs!+=x.localizations.length; rr.withd!+=x.withdrawals.length; } }
 } catch (e:any) { row('REFUSED '+format).packets!++; why('packet '+(e.code??'BUG '+e.stack), e.message); refusedList.push(name+' ['+format+'] :: '+(e.code??'BUG')+' '+e.message); }
}
clearInterval(timer); console.table(Object.fromEntries(table)); console.log('peak',peak>>20,'ms',Date.now()-t);
for (const [k,v] of reasons) console.log(v.n,k,'|',v.ex.slice(0,400));
(await import('node:fs')).writeFileSync('/tmp/refused.txt', refusedList.join('\n'));
