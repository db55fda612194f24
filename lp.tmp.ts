import { loadPlan } from "./modules/cli/load-plan.ts";
const t=performance.now();
try{
const r=await loadPlan({cwd:process.cwd(),paths:process.argv.slice(2)});
console.log(performance.now()-t);
for(let i=0;i<5;i++){const t=performance.now();await loadPlan({cwd:process.cwd(),paths:process.argv.slice(2)});console.log(performance.now()-t)}
for(const s of r.plan.stacks){console.log(s.id,s.wave,s.region,s.dependsOn.join());for(const u of s.units)console.log('   ',JSON.stringify({...u,because:u.because.map(b=>`${b.file}:${b.line}:${b.col}`).join(' ')}))}
console.log(r.warnings);
}catch(e){console.log(e.name, e.name==='PolicyError'?e.message:e.stack)}
