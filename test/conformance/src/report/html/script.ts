/** Filters, and opening the case that a link names. Plain JavaScript of browsers; the page reads without it. */
export const SCRIPT: string = `
'use strict'
const rows=[...document.querySelectorAll('#m tbody tr')]
const form=document.getElementById('filters')
const shown=document.getElementById('shown')
const values=(key)=>[...new Set(rows.map((row)=>row.dataset[key]))]
const add=(label,control)=>{const box=document.createElement('label');box.append(label,control);form.append(box);return control}
const select=(label,options)=>{const control=document.createElement('select');control.append(new Option('all',''),...options.map((one)=>new Option(one,one)));return add(label,control)}
const input=(label,type)=>{const control=document.createElement('input');control.type=type;return add(label,control)}
const suite=select('Suite',values('s'))
const group=select('Group',values('g').sort())
const level=select('Level',['must','should','may'])
const verdict=select('Verdict',['pass','tolerated','fail','flaky','not run','n/a'])
const text=input('Search','search')
const differs=input('Only differences','checkbox')
const apply=()=>{
  const wanted='v-'+verdict.value.replace(/[^a-z]/g,'')
  const words=text.value.toLowerCase()
  let count=0
  for(const row of rows){
    const fits=(!suite.value||row.dataset.s===suite.value)&&(!group.value||row.dataset.g===group.value)&&(!level.value||row.dataset.l===level.value)&&(!differs.checked||'d' in row.dataset)&&(!verdict.value||row.querySelector('td.'+wanted)!==null)&&(!words||row.textContent.toLowerCase().includes(words))
    row.hidden=!fits
    if(fits)count++
  }
  shown.textContent=count+' of '+rows.length+' cases'
}
form.hidden=false
form.addEventListener('input',apply)
form.addEventListener('submit',(event)=>event.preventDefault())
const open=()=>{const target=document.getElementById(decodeURIComponent(location.hash.slice(1)));if(target instanceof HTMLDetailsElement){target.open=true;target.scrollIntoView()}}
addEventListener('hashchange',open)
apply()
open()
`
