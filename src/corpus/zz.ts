import { createRandom } from "../core/index.js";
import { splitByDocument } from "./split.js";
const r = createRandom(Number(process.argv[2])); let worse=0,worseFeasible=0,feasible=0, n=3000;const t0=Date.now();
for (let t=0;t<n;t++){ const N=4+r.below(7); const T=4+r.below(8);
 const docs=Array.from({length:N},(_,i)=>({id:`d${i}`,text:"x",mentions:Array.from({length:1+r.below(4)},(_,m)=>({id:`T${m}`,type:`t${r.below(T)}`,start:0,end:1}))}));
 const {dev,oneSided}=splitByDocument(docs,{fraction:[.1,.2,.3,.5][r.below(4)]!,random:createRandom(t)});
 const lacking=oneSided.filter(o=>o.documents>1).length;
 let best=99; const sets=docs.map(d=>new Set(d.mentions.map(m=>m.type))); const types=[...new Set(sets.flatMap(s=>[...s]))].filter(t=>sets.filter(s=>s.has(t)).length>1);
 for(let b=0;b<2**N;b++){ let c=0; for(let i=0;i<N;i++) c+=(b>>i)&1; if(c!==dev.length) continue; let l=0; for(const t of types){ let x=false,y=false; sets.forEach((s,i)=>{ if(s.has(t)) (b>>i)&1? x=true:y=true}); if(!x||!y) l++; } best=Math.min(best,l);} if(best===0)feasible++; if(lacking>best) {worse++; if(best===0)worseFeasible++;} }
console.log("worse",worse,"of",n,"| feasible",feasible,"missed",worseFeasible,Date.now()-t0,"ms");
