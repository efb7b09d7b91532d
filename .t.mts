import { generateNights } from '#lib/archive/demo/nights.ts';
let n=0,b=0; const t=performance.now(); const k:any={};
for (const p of generateNights({seed:1,nights:60,alertsPerNight:50,stampPixels:Number(process.argv[2]??31)})) { n++; b+=p.bytes.length; k[p.delivery.kind]=(k[p.delivery.kind]??0)+1; }
console.log(n,b/n,performance.now()-t,k);
