var hc={"login.title":"Kitchen","login.shop":"Shop","login.passcode":"Passcode","login.go":"Log in","login.busy":"Logging in…","login.reveal":"Show what is typed","login.ended":"This session has ended. Log in again.","login.waiting":"Orders that were waiting: {count}. They cancel themselves if nobody accepts.","login.out":"Log out","login.watch":"Only look: this screen neither acts nor counts as the kitchen","kitchen.views":"Views","view.board":"Orders","view.menu":"Dishes","view.today":"Today","view.settings":"Settings","sheet.close":"Close"},gc={"login.title":"厨房","login.shop":"店铺","login.passcode":"口令","login.go":"登录","login.busy":"正在登录…","login.reveal":"显示输入的内容","login.ended":"登录已失效，请重新登录。","login.waiting":"登录失效时有 {count} 个订单在等待，无人接单会自动取消。","login.out":"退出登录","login.watch":"只查看：此屏幕不能操作，也不算厨房在线","kitchen.views":"页面","view.board":"订单","view.menu":"菜品","view.today":"今日","view.settings":"设置","sheet.close":"关闭"},zo={en:hc,zh:gc};var $c={"app.customer":"Orderbell","app.kitchen":"Orderbell kitchen","app.reference":"Orderbell API","language.name":"English",loading:"Loading…","loading.lost":"Nothing can be shown without a connection. It comes by itself as soon as somebody answers.","connection.live":"Live","connection.connecting":"Connecting…","connection.interrupted":"Not live: asking every few seconds","connection.offline":"No connection: trying again","connection.answered":"last answer {time}","status.placed":"Sent","status.received":"Seen by the kitchen","status.accepted":"Being prepared","status.ready":"Ready","status.completed":"Handed over","status.rejected":"Declined","status.cancelled":"Cancelled","reason.kitchen_timeout":"The kitchen did not answer in time. Nothing will be prepared.","reason.customer":"You cancelled this order.","reason.unattended":"It was closed by itself after some hours.","reason.too_busy":"Too busy","reason.sold_out":"Sold out","reason.closing":"Closing","reason.no_show":"Not collected","reason.other":"Another reason","problem.no_answer":"No answer. Check the connection and try again.","problem.unavailable":"This does not work for the moment. Try again shortly.","problem.internal":"Something went wrong on our side. Try again shortly.","problem.rate_limited":"Too many tries. Wait a moment.","problem.invalid_request":"Something is missing or too long. Check what you entered.","problem.too_large":"This order is too large. Send it in two.","problem.unknown_shop":"There is no such shop.","problem.unknown_order":"There is no such order.","problem.unknown_dish":"A dish is no longer on the menu. Your basket is kept: take it out and order again.","problem.dish_unavailable":"A dish has just sold out. Your basket is kept: take it out and order again.","problem.shop_closed":"The shop takes no orders right now. Your basket is kept.","problem.price_changed":"The total is now {total}. Look at it and order again if you agree.","problem.unauthorized":"This link is no longer valid.","problem.forbidden":"This is another shop's.","problem.invalid_transition":"This has changed meanwhile. What you see now is how it is.","problem.bad_passcode":"Shop or passcode is wrong.","problem.idempotency_key_reused":"This order was already sent. Look under your orders before you order again.","menu.sold_out":"Sold out","menu.quantity":"{quantity} × {dish}"},_c={"app.customer":"Orderbell 点单","app.kitchen":"Orderbell 厨房","app.reference":"Orderbell 接口","language.name":"中文",loading:"加载中…","loading.lost":"连接中断，暂时无法显示。连接恢复后会自动出现。","connection.live":"实时","connection.connecting":"连接中…","connection.interrupted":"非实时：每隔几秒查询一次","connection.offline":"连接中断：正在重试","connection.answered":"上次更新 {time}","status.placed":"已下单","status.received":"厨房已看到","status.accepted":"制作中","status.ready":"可取餐","status.completed":"已取餐","status.rejected":"已拒单","status.cancelled":"已取消","reason.kitchen_timeout":"厨房没有及时接单，不会制作。","reason.customer":"您取消了这个订单。","reason.unattended":"数小时后自动结单。","reason.too_busy":"太忙了","reason.sold_out":"已售罄","reason.closing":"即将打烊","reason.no_show":"无人取餐","reason.other":"其他原因","problem.no_answer":"没有回应。请检查网络后重试。","problem.unavailable":"暂时无法使用，请稍后重试。","problem.internal":"系统出了点问题，请稍后重试。","problem.rate_limited":"尝试太频繁，请稍等片刻。","problem.invalid_request":"有内容缺失或过长，请检查填写的内容。","problem.too_large":"订单太大，请分两次下单。","problem.unknown_shop":"没有这家店。","problem.unknown_order":"没有这个订单。","problem.unknown_dish":"有菜品已下架。购物车已保留：请移除后再下单。","problem.dish_unavailable":"有菜品刚刚售罄。购物车已保留：请移除后再下单。","problem.shop_closed":"店家现在不接单。购物车已保留。","problem.price_changed":"总价现为 {total}。请核对，同意后再次下单。","problem.unauthorized":"这个链接已失效。","problem.forbidden":"这属于另一家店。","problem.invalid_transition":"订单已有变化，现在显示的是最新状态。","problem.bad_passcode":"店铺或口令不正确。","problem.idempotency_key_reused":"这个订单已经发送过。再次下单前请先查看您的订单。","menu.sold_out":"售罄","menu.quantity":"{quantity} × {dish}"},vn={en:$c,zh:_c};function ie(){let e=new Set;return{watch(t){return e.add(t),()=>e.delete(t)},tell(){for(let t of[...e])t()}}}var yt="orderbell.",Sn="orderbell",st=new Map(Object.entries(globalThis.history?.state?.[Sn]??{}));function q(e){let t=st.get(e)??bc(e);try{return t===null?null:JSON.parse(t)}catch{return null}}function K(e,t){let n=JSON.stringify(t);try{localStorage.setItem(yt+e,n),Fo(e)}catch{st.set(e,n),xn()}}function wt(e){Fo(e);try{localStorage.removeItem(yt+e)}catch{}}function kt(e,t){let n=({key:o})=>{(o===yt+e||o===null)&&t()};return globalThis.addEventListener?.("storage",n),()=>globalThis.removeEventListener?.("storage",n)}function bc(e){try{return localStorage.getItem(yt+e)}catch{return null}}function Fo(e){st.delete(e)&&xn()}function xn(){try{history.replaceState({...history.state,[Sn]:Object.fromEntries(st)},"")}catch{}}globalThis.addEventListener?.("hashchange",()=>{(st.size>0||globalThis.history?.state?.[Sn])&&xn()});var rt={zh:{...vn.zh},en:{...vn.en}},we=Object.keys(rt),{watch:yc,tell:wc}=ie(),En=kc(q("language"),globalThis.navigator?.languages??[]);function ae(...e){for(let t of we)Object.assign(rt[t],...e.map(n=>n[t]))}function kc(e,t){return e==="en"||e==="zh"?e:t.map(o=>o.slice(0,2)).find(o=>o in rt)==="zh"?"zh":"en"}var P=()=>En;function Ho(e){En=e,K("language",e),wc()}var jo=yc;function c(e,t={},n=En){return(rt[n][e]??"").replaceAll(/\{(\w+)\}/g,(s,r)=>String(t[r]??""))}function ee({code:e},t){let n=`problem.${e}`;return c(Tn(n)?n:"problem.unavailable",t)}function Tn(e){return e in rt.en}function ke(e,{firstSeconds:t,longestSeconds:n},o){return Math.min(n,t*2**Math.min(e-1,20))*1e3*(.5+o()/2)}var vc="orderbell.v1",Sc=25,xc=45,Ec=10,Tc=2,Mc=10,Cc={firstSeconds:.5,longestSeconds:15},Oc=16;function qo({url:e=`${location.protocol==="https:"?"wss:":"ws:"}//${location.host}/ws`,SocketClass:t=WebSocket,random:n=Math.random}={}){let o=new Map,s=new Set,r=null,i,a=!1,l=!1,m=0,d=0,p=Date.now(),h=0,f=()=>!r||!a?m?"offline":"connecting":l?"interrupted":[...o.values()].every(v=>v.subscribed)?"live":"connecting",g=v=>{for(let{listener:x}of[...o.values()])v(x)},k=(v,x)=>{let O=x.token();s.add(v),r?.send(JSON.stringify(O===null?{type:"subscribe",channel:v}:{type:"subscribe",token:O}))},$=()=>{clearTimeout(i),s=new Set,a=l=!1;for(let x of o.values())x.subscribed=!1;p=Date.now();let v=new t(e,vc);r=v,v.onopen=()=>{if(r===v){if(a=!0,d=p=Date.now(),o.size===0)return E();for(let[x,O]of o)k(x,O)}},v.onmessage=({data:x})=>r===v&&C(x),v.onclose=()=>r===v&&y()},E=()=>{r?.close(),r=null,a=!1,o.size&&$()},y=()=>{let v=r;r=null,v?.close(),a&&Date.now()-d>Mc*1e3&&(m=0),a=!1,m+=1,clearTimeout(i),o.size&&(i=setTimeout($,ke(m,Cc,n))),g(x=>x.changed())},C=v=>{p=Date.now();let x=Lc(v),O=o.get(x.channel);x.type==="event"?O?.listener.event(x):x.type==="subscribed"&&O&&!O.subscribed?(O.subscribed=!0,O.listener.subscribed(),g(R=>R.changed())):x.type==="resync"||x.type==="interrupted"?(l=x.type==="interrupted",l||g(R=>R.resync()),g(R=>R.changed())):x.type==="error"&&console.warn(`The gateway refused a frame: ${x.code}`)},_=()=>g(v=>v.silent()),D=()=>{let v=(Date.now()-p)/1e3;v<0&&(p=Date.now()),r&&(v>(a?xc:Ec)?(_(),y()):v>Sc&&h!==p&&(h=p,_()))},w=()=>{!r&&o.size&&$()},S=()=>{D(),m=Math.min(m,1),w(),g(v=>v.woken())};return setInterval(D,Tc*1e3),globalThis.addEventListener?.("online",S),globalThis.addEventListener?.("offline",_),globalThis.document?.addEventListener("visibilitychange",()=>{document.visibilityState==="visible"&&S()}),{get state(){return f()},subscribe(v,x,O){let R={token:x,listener:O,subscribed:!1,isPrivate:x()!==null};return o.set(v,R),r?a&&s.size<Oc?k(v,R):a&&E():w(),()=>{o.get(v)===R&&(o.delete(v),R.isPrivate&&a&&E())}},renew(v){let x=o.get(v);a&&x&&k(v,x)},send(v,x){return f()!=="live"?!1:(r?.send(JSON.stringify({type:"message",channel:v,data:x})),!0)}}}function Lc(e){try{return Object(JSON.parse(String(e)))}catch{return{}}}var Go=function(e,t,n,o){var s;t[0]=0;for(var r=1;r<t.length;r++){var i=t[r++],a=t[r]?(t[0]|=i?1:2,n[t[r++]]):t[++r];i===3?o[0]=a:i===4?o[1]=Object.assign(o[1]||{},a):i===5?(o[1]=o[1]||{})[t[++r]]=a:i===6?o[1][t[++r]]+=a+"":i?(s=e.apply(a,Go(e,a,n,["",null])),o.push(s),a[0]?t[0]|=2:(t[r-2]=0,t[r]=s)):o.push(a)}return o},Wo=new Map;function Vo(e){var t=Wo.get(this);return t||(t=new Map,Wo.set(this,t)),(t=Go(this,t.get(e)||(t.set(e,t=(function(n){for(var o,s,r=1,i="",a="",l=[0],m=function(h){r===1&&(h||(i=i.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?l.push(0,h,i):r===3&&(h||i)?(l.push(3,h,i),r=2):r===2&&i==="..."&&h?l.push(4,h,0):r===2&&i&&!h?l.push(5,0,!0,i):r>=5&&((i||!h&&r===5)&&(l.push(r,0,i,s),r=6),h&&(l.push(r,h,0,s),r=6)),i=""},d=0;d<n.length;d++){d&&(r===1&&m(),m(d));for(var p=0;p<n[d].length;p++)o=n[d][p],r===1?o==="<"?(m(),l=[l],r=3):i+=o:r===4?i==="--"&&o===">"?(r=1,i=""):i=o+i[0]:a?o===a?a="":i+=o:o==='"'||o==="'"?a=o:o===">"?(m(),r=1):r&&(o==="="?(r=5,s=i,i=""):o==="/"&&(r<5||n[d][p+1]===">")?(m(),r===3&&(l=l[0]),r=l,(l=l[0]).push(2,0,r),r=0):o===" "||o==="	"||o===`
`||o==="\r"?(m(),r=2):i+=o),r===3&&i==="!--"&&(r=4,l=l[0])}return m(),l})(e)),t),arguments,[])).length>1?t:t[0]}var z,Xo,Nc,ve,Mn,Tt,Jo,St,Zo,On,Cn,Dc,at=Symbol.for("pv"),Mt={},Ct=[],Ac=/^m(i|n|o|s|text|space)$/,Ln=Array.isArray,Nn=Ct.slice,Ie=Object.assign;function Ae(e){e&&e.parentNode&&e.remove()}function Qo(e,t,n){var o,s,r,i={},a=arguments.length;for(r in t)r=="key"?o=t[r]:r=="ref"&&typeof e!="function"?s=t[r]:i[r]=t[r];return a>2&&(i.children=a>3?Nn.call(arguments,2):n),it(e,i,o,s,null)}function it(e,t,n,o,s){var r={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:at,__v:s||++Xo,__i:-1,__u:0};return!s&&z.vnode&&z.vnode(r),r}function Ot(e){return e.children}function xt(e,t){this.props=e,this.context=t,this.__g=0}function Se(e,t){if(t==null)return e.__&&Se(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:Se(e)}function Ic(e){var t,n=e.__v,o=n.__e,s=[],r=[],i=e.__P;i&&((t=Ie({constructor:at},n)).__v=n.__v+1,z.vnode&&z.vnode(t),Dn(i,t,n,e.__n,i.namespaceURI,32&n.__u?[o]:null,s,o||Se(n),32&n.__u,r),t.__v=n.__v,t.__.__k[t.__i]=t,rs(s,t,r),n.__=n.__e=null,t.__e!=o&&es(t))}function es(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),es(e)}function Ko(e){(8&e.__g||(e.__g|=8,ve.push(e),Tt++))&&Mn==z.debounceRendering||((Mn=z.debounceRendering)||queueMicrotask)(ts)}function ts(){try{for(var e,t=1;ve.length;)ve.length>t&&ve.sort(Jo),e=ve.shift(),t=ve.length,8&e.__g&&Ic(e)}finally{(Tt=ve.length)&&(Mn||queueMicrotask)(ts)}}function ns(e,t,n,o,s,r,i,a,l,m,d){var p,h,f,g,k,$,E=o.__k||Ct,y=t.length;for(l=Pc(n,t,E,l,y),p=0;p<y;p++)(f=n.__k[p])!=null&&(h=~f.__i&&E[f.__i]||Mt,f.__i=p,$=Dn(e,f,h,s,r,i,a,l,m,d),g=f.__e,(h.ref!=f.ref||8&h.__u)&&(h.ref&&An(h.ref,null,f,h),f.ref&&d.push(f.ref,f.__c||g,f)),k=k||g,4&f.__u?(l=os(f,l,e,!h.__v),h.__e&&(h.__e=null)):typeof f.type=="function"&&$!==void 0?l=$:g&&(l=g.nextSibling),f.__u&=-21);return n.__e=k,l}function Pc(e,t,n,o,s){var r,i,a,l,m,d,p,h,f,g=n.length,k=g,$=0,E=0,y=e.__k=Array(s);for(r=0;r<s;r++)(i=t[r])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=y[r]=it(null,i):Ln(i)?i=y[r]=it(Ot,{children:i}):i.constructor===at&&i.__b?i=y[r]=it(i.type,i.props,i.key,i.ref,i.__v):y[r]=i,l=r+$,i.__=e,i.__b=e.__b+1,a=null,~(m=i.__i=Rc(i,n,l,k))&&(k--,(a=n[m])&&(a.__u|=2)),a&&a.__v?(i.__u|=16,m==l-1?$--:m==l+1?$++:m!=l&&(m>l?$--:$++,E=1)):(~m||(s>g?$--:s<g&&$++),typeof i.type!="function"&&(i.__u|=4))):y[r]=null;if(E){for(d=[],p=[],r=0;r<s;r++)if((i=y[r])&&16&i.__u){for($=0,h=d.length;$<h;)d[f=$+h>>1]<i.__i?$=f+1:h=f;d[$]=i.__i,p[r]=$+1}for($=d.length;r--;)p[r]&&(p[r]==$?$--:y[r].__u|=4)}if(k)for(r=0;r<g;r++)!(a=n[r])||2&a.__u||(a.__e==o&&(o=Se(a)),In(a,a));return o}function os(e,t,n,o){var s,r,i,a;if(typeof e.type=="function"){if(e.props.__P)return t;if(s=e.__k)for(r=0;r<s.length;r++)s[r]&&(s[r].__=e,t=os(s[r],t,n,!1));return t}for(t&&!t.parentNode&&(t=Se(e))&&!t.parentNode&&(t=null),i=e.__e,a=t;a&&a.nodeType==8;)a=a.nextSibling;for(i!=a&&(!o&&n.moveBefore&&i.parentNode?n.moveBefore(i,t):n.insertBefore(i,t||null)),t=i;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Rc(e,t,n,o){var s,r=e.key,i=e.type,a=t[n],l=a&&!(2&a.__u);if(a===null&&r==null||l&&r==a.key&&i==a.type)return n;if(o>(l?1:0)){for(s=n-1;s>=0;s--)if((a=t[s])&&!(2&a.__u)&&r==a.key&&i==a.type)return s;for(s=n+1;s<t.length;s++)if((a=t[s])&&!(2&a.__u)&&r==a.key&&i==a.type)return s}return-1}function Yo(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function vt(e,t,n,o,s){var r,i;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||Yo(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||Yo(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(i=Cn[t]||(Cn[t]=Uc(t)),(e.__a||(e.__a={}))[t]=On,r=t!=(t=t.replace(Zo,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,i,r):e.removeEventListener(t,i,r));else{if(s=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function Uc(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[St]==null)t[St]=On++;else if(t[St]<this.__a[e])return;return n(z.event?z.event(t):t)}}}function Dn(e,t,n,o,s,r,i,a,l,m){var d,p,h,f,g,k,$,E,y,C,_,D,w,S,v,x,O,R,T=t.type;if(t.constructor!==at)return null;128&n.__u&&(l=32&n.__u,d=n.__c.__z)&&(t.__u|=l,p=r=[],d.nodeType==8?a=Et(d,r):r.push(d),a=r[0]||a),(d=z.__b)&&d(t);e:if(typeof T=="function"){h=i.length;try{if(E=t.props,y=(d=T.prototype)&&d.render,C=(d=T.contextType)&&o[d.__c],_=d?C?C.props.value:d.__:o,(f=n.__c)?(t.__c=f,2&f.__g&&(f.__g|=1)):(y?t.__c=f=new T(E,_):(t.__c=f=new xt(E,_),f.constructor=T,f.render=zc),C&&C.sub(f),f.state||(f.state={}),f.__n=o,f.__g|=8,f.__h=[],f.__k=[]),y&&(f.__s||(f.__s=f.state),T.getDerivedStateFromProps&&(f.__s==f.state&&(f.__s=Ie({},f.__s)),Ie(f.__s,T.getDerivedStateFromProps(E,f.__s)))),g=f.props,k=f.state,f.__v=t,n.__c){if(E!==g&&y&&!T.getDerivedStateFromProps&&f.componentWillReceiveProps&&f.componentWillReceiveProps(E,_),t.__v==n.__v&&!(8&f.__g)||!(4&f.__g)&&f.shouldComponentUpdate&&f.shouldComponentUpdate(E,f.__s,_)===!1){t.__v!=n.__v&&(f.props=E,f.state=f.__s,f.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(I){I&&(I.__=t)}),Ct.push.apply(f.__h,f.__k),f.__k=[],f.__h.length&&i.push(f),a=Se(n);break e}f.componentWillUpdate&&f.componentWillUpdate(E,f.__s,_),y&&f.componentDidUpdate&&f.__h.push(function(){f.componentDidUpdate(g,k,$)})}else y&&!T.getDerivedStateFromProps&&f.componentWillMount&&f.componentWillMount(),y&&f.componentDidMount&&f.__h.push(f.componentDidMount);f.context=_,f.props=E,f.__P=e,f.__g&=-5,D=z.__r,w=y?25:0;do f.__g&=-9,D&&D(t),d=f.render(f.props,f.state=f.__s,f.context);while(8&f.__g&&++w<25);y&&(Ct.push.apply(f.__h,f.__k),f.__k=[]),f.state=f.__s,f.getChildContext&&(o=Ie({},o,f.getChildContext())),y&&n.__c&&f.getSnapshotBeforeUpdate&&($=f.getSnapshotBeforeUpdate(g,k)),S=d&&d.type===Ot&&d.key==null?d.props.children:d,E.__P&&(d=a,s=(e=E.__P).namespaceURI,l=r=null,n.props&&n.props.__P!=e&&(n.__k.some(function(I){I&&In(I,I)}),n.__k=null),a=n.__k?Se(n,0):null),a=ns(e,Ln(S)?S:[S],t,n,o,s,r,i,a,l,m),E.__P&&(t.__e=null,a=d),t.__u&=-161,p&&p.some(Ae),f.__h.length&&i.push(f),1&f.__g&&(f.__g&=-4)}catch(I){if(i.length=h,t.__v=null,l||r)if(I&&I.then){if(t.__u|=128|l,r){for(~(O=r.indexOf(a||void 0))||(O=r.length);(R=r[O-1])&&R.nodeType==8;)O--;for(;O<r.length;O++)if(R=r[O])if(r[O]=null,v){if(R==x)break}else{if(R.nodeType!=8)break;R.data.startsWith("$s")&&(x=Et(v=R))}}if(!v){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;v=a}(d=Et(v=t.__c.__z||(t.__c.__z=v)))?(t.__e=v,a=d):t.__e=a,a=a&&a.nextSibling}else r&&r.some(Ae);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),I&&I.then||ss(t),z.__e(I,t,n)}}else a=t.__e=Bc(n.__e,t,n,o,s,r,i,l,m,e);return(d=z.diffed)&&d(t),a}function Et(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function ss(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(ss))}function rs(e,t,n){for(var o=0;o<n.length;)An(n[o++],n[o++],n[o++]);z.__c&&z.__c(t,e),e.some(function(s){try{e=s.__h,s.__h=[],e.some(function(r){r.call(s)})}catch(r){z.__e(r,s.__v)}})}function Bc(e,t,n,o,s,r,i,a,l,m){var d,p,h,f,g,k,$,E,y=n.props||Mt,C=t.props,_=t.type;if(_=="svg"?s="http://www.w3.org/2000/svg":_=="math"?s="http://www.w3.org/1998/Math/MathML":s||(s="http://www.w3.org/1999/xhtml"),r){for(d=0;d<r.length;d++)if((g=r[d])&&(_?g.localName==_:g.nodeType==3)){e=g,r[d]=null;break}}if(!e){if(E=m.ownerDocument||document,!_)return E.createTextNode(C);e=E.createElementNS(s,_,C.is?C:m),a&&(z.__m&&z.__m(t,r),a=!1),r=null}if(_){if(m=_=="template"&&e.content||e,r=_=="textarea"&&C.defaultValue!=null?null:r&&Nn.call(m.childNodes),!a&&r)for(y={},d=0;d<e.attributes.length;d++)y[(g=e.attributes[d]).name]=g.value;for(d in y)g=y[d],d=="dangerouslySetInnerHTML"?h=g:d=="children"||d in C||d=="value"&&"defaultValue"in C||d=="checked"&&"defaultChecked"in C||vt(e,d,null,g,s);for(d in C)g=C[d],d=="children"?f=g:d=="dangerouslySetInnerHTML"?p=g:d=="value"?k=g:d=="checked"?$=g:a&&typeof g!="function"||y[d]===g||vt(e,d,g,y[d],s);p?(a||h&&(p.__html==h.__html||p.__html==e.innerHTML)||(e.innerHTML=p.__html),t.__k=[]):(h&&(e.textContent=""),(_=="foreignObject"||s=="http://www.w3.org/1998/Math/MathML"&&Ac.test(_))&&(s="http://www.w3.org/1999/xhtml"),ns(m,Ln(f)?f:[f],t,n,o,s,r,i,r?r[0]:n.__k&&Se(n,0),a,l),r&&r.some(Ae)),a&&_!="textarea"||(d="value",_=="progress"&&k==null?e.removeAttribute(d):k==null||k===e[d]&&(_!="progress"||k)||vt(e,d,k,y[d],s),d="checked",$!=null&&$!=e[d]&&vt(e,d,$,y[d],s))}else y===C||a&&e.data==C||(e.data=C);return e}function An(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(s){z.__e(s,n)}}function In(e,t,n){var o,s,r,i;if(z.unmount&&z.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||An(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(a){z.__e(a,t)}o.__P=o.__n=null}if(o=e.__k)for(i=0;i<o.length;i++)o[i]&&In(o[i],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(s=Et(o,r=[]))&&(o==e.__e&&r.some(Ae),Ae(s),Ae(o)),n||Ae(e.__e),e.__e=e.__c=e.__=null}function zc(e,t,n){return this.constructor(e,n)}function qe(e,t){var n,o,s,r;z.__&&z.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=it(Ot,{children:[e]}),s=[],r=[],Dn(t,t.__k,o||Mt,Mt,t.namespaceURI,o?null:t.firstChild?Nn.call(t.childNodes):null,s,o?o.__e:t.firstChild,n,r),rs(s,t.__k,r),t.__k.props.children=null}z={__e:function(e,t,n,o){for(var s,r,i;t=t.__;)if((s=t.__c)&&!(1&s.__g)){s.__g|=4;try{if((i=(r=s.constructor)&&r.getDerivedStateFromError)&&s.setState(r.getDerivedStateFromError(e)),s.componentDidCatch&&(s.componentDidCatch(e,o||{}),i=1),i&&8&s.__g)return void(s.__g|=2)}catch(a){e=a}}throw Tt=0,e}},Xo=0,Nc=function(e){return e!=null&&e.constructor===at},xt.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=Ie({},this.state)),typeof e=="function"&&(e=e(Ie({},n),this.props)),e&&(Ie(n,e),this.__v&&(t&&this.__k.push(t),Ko(this)))},xt.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Ko(this))},xt.prototype.render=Ot,ve=[],Tt=0,Jo=function(e,t){return e.__v.__b-t.__v.__b},St=Symbol(),Zo=/(PointerCapture)$|Capture$/i,On=0,Cn={},Dc=0;var We,V,Pn,is,Rn=Object.is,Lt=0,hs=[],Un=[],W=z,as=W.__b,cs=W.__r,ls=W.diffed,us=W.__c,ds=W.unmount,ms=W.__;function Nt(e,t){W.__h&&W.__h(V,e,Lt||t),Lt=0;var n=V.__H||(V.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function b(e){return Lt=1,Fc(gs,e)}function Fc(e,t,n){var o=Nt(We++,2);if(o.t=e,!o.__c&&(o.__=[n?n(t):gs(void 0,t),function(r){var i=(o.__N||o.__)[0],a=o.t(i,r);Rn(i,a)||(o.__N=[a,o.__[1]],o.__c.setState({}))}],o.__c=V,!V.__f)){V.__f=!0;var s=V.shouldComponentUpdate;V.shouldComponentUpdate=function(r,i,a){var l=this.__H;if(!l)return!0;var m=!1,d=this.props!=r;if(l.__.some(function(h){h.__N&&(m=!0,Rn(h.__[0],h.__N[0])||(d=!0))}),s){var p=s.call(this,r,i,a);return m?p||d:p}return!m||d}}return o.__}function L(e,t){var n=Nt(We++,3);!W.__s&&zn(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,V.__H.__h.push(n))}function X(e,t){var n=Nt(We++,4);!W.__s&&zn(n.__H,t)&&(n.__P=!1,n.__=e,n.u=t,V.__h.push(n))}function N(e){return Lt=5,j(function(){return{current:e}},[])}function j(e,t){var n=Nt(We++,7);return zn(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function Hc(){var e;do{for(;e=Un.shift();)try{ct(e)}catch(n){W.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=hs.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(ct),t.__h.some(Bn),t.__h=[]}catch(n){t.__h=[],W.__e(n,e.__v)}}}while(Un.length)}W.__b=function(e){V=null,as&&as(e)},W.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),ms&&ms(e,t)},W.__r=function(e){cs&&cs(e),We=0;var t=(V=e.__c).__H;t&&(Pn==V?V.__h=[]:(t.__h.some(ct),t.__h.some(Bn),We=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),Pn=V},W.diffed=function(e){ls&&ls(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&fs(hs.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),Pn=V=null},W.__c=function(e,t){t.some(function(n){try{n.__h.some(ct),n.__h=n.__h.filter(function(o){return!o.__||Bn(o)})}catch(o){n.__h=[function(){throw o}]}}),us&&us(e,t)},W.unmount=function(e){ds&&ds(e);var t,n,o=e.__c;o&&o.__H&&(o.__H.__.some(function(s){try{if(s.__P&&s.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}s.__P=n,fs(Un.push(s))}else ct(s)}catch(r){t=r}}),o.__H=void 0,t&&W.__e(t,o.__v))};var ps=typeof requestAnimationFrame=="function";function jc(e){var t,n=function(){clearTimeout(o),ps&&cancelAnimationFrame(t),setTimeout(e)},o=setTimeout(n,35);ps&&(t=requestAnimationFrame(n))}function fs(e){e!=1&&is==W.requestAnimationFrame||((is=W.requestAnimationFrame)||jc)(Hc)}function ct(e){var t=V,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),V=t}function Bn(e){var t=V;e.__c=e.__(),V=t}function zn(e,t){return!e||e.length!=t.length||t.some(function(n,o){return!Rn(n,e[o])})}function gs(e,t){return typeof t=="function"?t(e):t}var u=Vo.bind(Qo);function Pe(e){let[,t]=b({});X(()=>e(()=>t({})),[])}var $s=()=>Pe(jo);function Dt(e,t){let[n,o]=b(null),[,s]=b({});return L(()=>{let r=e(),i=r.watch(()=>s({}));return o(r),()=>{i(),r.close(),o(null)}},[t]),n}function At(e,t){let[n,o]=b(!1);return L(()=>{if(o(!1),!e)return;let s=setTimeout(()=>o(!0),t*1e3);return()=>clearTimeout(s)},[e,t]),e&&n}function Ge(e){let[t,n]=b(Date.now());return L(()=>{let o=setInterval(()=>n(Date.now()),e*1e3);return()=>clearInterval(o)},[e]),Math.max(t,Date.now())}function _s(){addEventListener("load",()=>{navigator.serviceWorker?.register("/service-worker.js").catch(()=>{})}),navigator.serviceWorker?.addEventListener("message",({data:e})=>{e?.open&&(location.href=e.open)})}function Fn(e,t){return e==="live"&&t.every(n=>n.verified)?"live":t.every(n=>n.answering)?e==="live"||e==="connecting"?"connecting":"interrupted":"offline"}var Hn=({answeredAt:e,ahead:t})=>e===null?null:e+t,bs=(e,t)=>Math.max(Hn(e)??0,...t.map(({updated_at:n})=>Date.parse(n))),se=(e,t)=>Fn(e.state,t?[t.view]:[])==="offline";function J(e,t,n){return new Intl.DateTimeFormat(t,{timeZone:n,hour:"2-digit",minute:"2-digit",hourCycle:"h23"}).format(new Date(e))}function It(e,t,n=Date.now(),o=void 0){let s=J(e,t,o),r=new Intl.DateTimeFormat("en",{timeZone:o,dateStyle:"short"}),i=new Date(e);return r.format(i)===r.format(n)?s:`${new Intl.DateTimeFormat(t,{timeZone:o,weekday:"short"}).format(i)} ${s}`}function ys(e,t,n){return new Intl.DateTimeFormat(t,{timeZone:n,day:"numeric",month:"short"}).format(new Date(e))}function ws(e,t){return Math.max(0,Math.floor((t-Date.parse(e))/6e4))}function Pt(e,t){let n=Math.ceil((Date.parse(e)-t)/1e3);return n<=0?null:jn(n)}var jn=e=>`${Math.floor(e/60)}:${String(e%60).padStart(2,"0")}`;function ks({connection:e,views:t}){let n=Fn(e.state,t),o=t.flatMap(r=>Hn(r)??[]),s=(n==="interrupted"||n==="offline")&&o.length?` · ${c("connection.answered",{time:J(Math.min(...o),P())})}`:"";return u`
    <p class="connection" role="status" data-connection=${n}>
      <span class="lamp" aria-hidden="true"></span>${c(`connection.${n}`)}${s}
    </p>`}function ce({view:e}){let t=e!==void 0&&!e.answering;return u`<p class="faint" role="status">${c(t?"loading.lost":"loading")}</p>`}function Ve(){return we.filter(e=>e!==P()).map(e=>u`
        <button type="button" class="quiet" lang=${e} data-language=${e}
          onClick=${()=>Ho(e)}>${c("language.name",void 0,e)}</button>`)}function vs(e){document.title=e,document.documentElement.lang=P()}var qc={"kitchen.timed_out":"Not accepted in time, so cancelled by itself: {numbers}. The customer sees that nothing will be prepared.","kitchen.read":"Understood","board.columns":"Columns","empty.open":"All done","empty.open.hint":"New orders appear here by themselves.","empty.paused":"Paused","empty.paused.hint":"All orders are done. New ones come after the pause.","empty.closed":"Closed","empty.closed.hint":"All orders are done. New ones come once the shop is open.","column.placed":"New","column.accepted":"Cooking","column.ready":"Ready","column.none":"None","urgency.soon":"waits","urgency.late":"late","ticket.new":"New order {number}: {items}","ticket.is_new":"New","ticket.unverified":"Not verified: the server has not answered","ticket.note":"Note","ticket.age":"{minutes} min","ticket.left":"Cancels in {time}","ticket.overdue":"Time is up","ticket.promised":"Promised for {time}","ticket.late":"{minutes} min late","ticket.accept":"Accept: ready in","ticket.accept_in":"Accept order {number}, ready in {minutes} minutes","ticket.accept_first":"Accept · {minutes} min","ticket.accept_first_order":"{accept}, order {number}","ticket.usual":"as usual","ticket.reject":"Decline","ticket.reject_order":"Decline order {number}","ticket.reject_why":"Why decline {number}?","ticket.reject_note":"A word to the customer","ticket.declining":"Declining: {reason}","ticket.back":"Back","ticket.ready":"Ready","ticket.ready_order":"Order {number} is ready","ticket.complete":"Handed over","ticket.complete_order":"Order {number} is handed over","ticket.recall":"Back to cooking","ticket.recall_order":"Order {number} back to cooking","ticket.busy":"Sending…","undo.reject":"Declining {number}","undo.ready":"{number} is ready","undo.complete":"{number} handed over","undo.undo":"Undo","undo.of":"Undo: {number}","undo.refused":"{number}: {problem}","problem.offline":"No connection: nothing was sent. Do it again when the connection is back.","totals.title":"To cook","totals.none":"Nothing to cook","totals.fresh":"{quantity} new","totals.cooking":"{quantity} cooking","totals.noted":"{quantity} with a note","last.title":"Last ones","last.none":"Nothing was handed over yet.","last.at":"{name}, {time}","last.recall":"Take back","last.recall_order":"Take back order {number}, to ready","last.too_late":"More than 30 min ago","keys.title":"Keys","keys.show":"Show the tickets' keys","key.select":"Choose the ticket with this key; again: its next step","key.bump":"Next step: accept, ready, handed over","key.longer":"Five minutes more for the chosen ticket; Enter accepts","key.shorter":"Five minutes less for the chosen ticket; Enter accepts","key.decline":"Decline: then a number says why; again: rather not","key.recall":"Back to cooking; without a ready ticket: the last ones, then a number takes one back","key.undo":"Undo","key.print":"Print the chosen ticket","key.totals":"What is to cook","key.silence":"Silence the bell","key.next":"Next ticket","key.previous":"Ticket before","key.help":"This list"},Wc={"kitchen.timed_out":"未及时接单，已自动取消：{numbers}。顾客会看到不会制作。","kitchen.read":"知道了","board.columns":"分栏","empty.open":"全部完成","empty.open.hint":"新订单会自动出现在这里。","empty.paused":"暂停接单中","empty.paused.hint":"订单已全部完成。暂停结束后才会有新订单。","empty.closed":"休息中","empty.closed.hint":"订单已全部完成。开始营业后才会有新订单。","column.placed":"新订单","column.accepted":"制作中","column.ready":"待取餐","column.none":"暂无","urgency.soon":"等待中","urgency.late":"超时","ticket.new":"新订单 {number}：{items}","ticket.is_new":"新","ticket.unverified":"未核实：服务器没有回应","ticket.note":"备注","ticket.age":"{minutes} 分钟","ticket.left":"{time} 后自动取消","ticket.overdue":"接单已超时","ticket.promised":"承诺 {time} 做好","ticket.late":"已超时 {minutes} 分钟","ticket.accept":"接单，多久做好：","ticket.accept_in":"接单 {number}，{minutes} 分钟做好","ticket.accept_first":"接单 · {minutes} 分钟","ticket.accept_first_order":"{accept}，订单 {number}","ticket.usual":"按平时用时","ticket.reject":"拒单","ticket.reject_order":"拒单 {number}","ticket.reject_why":"为什么拒单 {number}？","ticket.reject_note":"给顾客留言","ticket.declining":"正在拒单：{reason}","ticket.back":"返回","ticket.ready":"做好了","ticket.ready_order":"订单 {number} 做好了","ticket.complete":"已取餐","ticket.complete_order":"订单 {number} 已取餐","ticket.recall":"退回制作","ticket.recall_order":"订单 {number} 退回制作","ticket.busy":"发送中…","undo.reject":"正在拒单 {number}","undo.ready":"{number} 做好了","undo.complete":"{number} 已取餐","undo.undo":"撤销","undo.of":"撤销：{number}","undo.refused":"{number}：{problem}","problem.offline":"连接中断：没有发送。恢复连接后请再操作一次。","totals.title":"待制作","totals.none":"暂无待制作的菜","totals.fresh":"新单 {quantity}","totals.cooking":"制作中 {quantity}","totals.noted":"有备注 {quantity}","last.title":"最近完成","last.none":"还没有取餐的订单。","last.at":"{name}，{time}","last.recall":"取回","last.recall_order":"取回订单 {number}，放回待取餐","last.too_late":"已超过 30 分钟","keys.title":"按键","keys.show":"在订单上显示按键","key.select":"选中此键的订单；再按一次：进入下一步","key.bump":"下一步：接单、做好、取餐","key.longer":"制作时间加五分钟，回车接单","key.shorter":"制作时间减五分钟，回车接单","key.decline":"拒单：再按数字选原因；再按一次：不拒了","key.recall":"退回制作；没有选中待取餐的订单时：最近完成，再按数字取回","key.undo":"撤销","key.print":"打印选中的订单","key.totals":"待制作的菜","key.silence":"静音","key.next":"下一单","key.previous":"上一单","key.help":"这张表"},Ss={en:qc,zh:Wc};var Gc={"kitchen.open":"Open","kitchen.closed":"Closed","kitchen.do_open":"Open the shop","kitchen.do_close":"Close the shop","kitchen.not_accepting":"Customers cannot order: the shop is closed.","opening.not_counted":"Customers cannot order: the shop is open, but this screen is not counted as connected.","opening.nobody":"Customers cannot order: the shop is open, but no kitchen screen is connected.","pause.begin":"Pause","pause.title":"Pause for how long?","pause.meaning":"Meanwhile customers cannot order. Orders you already have stay.","pause.minutes":"{minutes} minutes","pause.left":"Paused · {left}","pause.end":"Resume","pause.notice":"Customers cannot order: the shop is paused, and goes on by itself at {time}.","dishes.unchanged":"{dish} is unchanged. {why}","editing.gone":"Another screen has removed or renamed this. The list shows how it is now."},Vc={"kitchen.open":"营业中","kitchen.closed":"休息中","kitchen.do_open":"开始营业","kitchen.do_close":"停止营业","kitchen.not_accepting":"顾客无法下单：店铺休息中。","opening.not_counted":"顾客无法下单：店铺营业中，但此屏幕未被计为在线。","opening.nobody":"顾客无法下单：店铺营业中，但没有厨房屏幕在线。","pause.begin":"暂停接单","pause.title":"暂停多久？","pause.meaning":"期间顾客无法下单，已有的订单不受影响。","pause.minutes":"{minutes} 分钟","pause.left":"暂停中 · {left}","pause.end":"恢复接单","pause.notice":"顾客无法下单：暂停接单中，{time} 自动恢复。","dishes.unchanged":"“{dish}”未更改。{why}","editing.gone":"另一个屏幕已将其移除或改名。列表显示的是最新状态。"},xs={en:Gc,zh:Vc};var Kc={"print.print":"Print","print.order":"Print order {number}","print.placed":"{date}, {time}","print.promised":"Ready at {time}","print.total":"Total","print.title":"Printing on this device","print.when":"Print each order by itself","print.copies":"Copies","print.kiosk":"Chromium started with --kiosk-printing prints at once. Any other browser opens its dialogue for each order, and this screen stands still until somebody answers it.","print.cannot":"This browser cannot print.","moment.never":"Never","moment.placed":"When it arrives","moment.accepted":"When it is accepted"},Yc={"print.print":"打印","print.order":"打印订单 {number}","print.placed":"{date} {time} 下单","print.promised":"{time} 做好","print.total":"合计","print.title":"本机打印","print.when":"自动打印每个订单","print.copies":"份数","print.kiosk":"以 --kiosk-printing 启动的 Chromium 会直接打印。其他浏览器每单都会弹出打印窗口，在有人处理之前此屏幕会停住。","print.cannot":"此浏览器无法打印。","moment.never":"不自动打印","moment.placed":"收到订单时","moment.accepted":"接单时"},Es={en:Kc,zh:Yc};var Xc={"sound.blocked":"The browser keeps the sound off. Touch here so that new orders ring.","sound.unheard":"Waiting unheard: {count}. This screen cannot ring. Touch here!","sound.none":"This browser can play no sound: watch the screen.","sound.quiet":"Quiet","sound.silent":"Silent {left}","sound.ring_again":"Ring again now","sound.which":"Sound","sound.bell":"Bell","sound.chime":"Chime","sound.marimba":"Marimba","sound.buzzer":"Buzzer","sound.whistle":"Whistle","sound.volume":"Volume","sound.percent":"{percent} %","sound.test":"Try the bell","sound.is_ready":"This screen can ring. The longer an order waits, the louder it gets.","sound.is_blocked":"The browser keeps the sound off until the page is touched.","sound.is_none":"This browser can play no sound.","sound.watching":"Ring here too, although this screen only looks","awake.held":"This screen stays on while the page is in sight.","awake.refused":"This screen may fall asleep: the device would not keep it on. Set it to stay on, or plug it in.","awake.missing":"This screen may fall asleep: this browser cannot keep it awake. Set the device to stay on.","awake.insecure":"This screen may fall asleep: only pages opened by https can keep it awake. Set the device to stay on.","awake.read":"Understood","looking.badge":"Only looking","lost.title":"No connection: new orders do not arrive","lost.said":"No connection: new orders do not arrive.","lost.since":"Since {time}, for {minutes} min.","lost.since_now":"Since {time}.","lost.never":"Nothing has been heard since the page was opened.","lost.about":"About {about} orders may be missing, as {pace} came in the {minutes} min before.","lost.one":"An order may be missing: {pace} came in the {minutes} min before.","lost.few":"{pace} came in the {minutes} min before; whether any came since is not known.","lost.quiet":"None came in the {minutes} min before; whether any came since is not known.","lost.unknown":"Whether orders are missing is not known.","lost.came":"Connected again. {came} orders came in meanwhile.","lost.came_one":"Connected again. 1 order came in meanwhile.","lost.came_none":"Connected again. No order came in meanwhile.","lost.read":"Understood","settings.sound":"Sound","settings.screen":"This screen","settings.ticket_size":"Size of the tickets","size.normal":"Normal","size.large":"Large","size.huge":"Huge","settings.scheme":"Colours","scheme.auto":"As the device","scheme.light":"Light","scheme.dark":"Dark","settings.language":"Language","settings.session":"Session","session.acting":"Logged in to the kitchen of {shop}.","session.watching":"Logged in to {shop}, only to look.","session.look_link":"Address for a screen that only looks","session.look_why":"It asks for the passcode too. Such a screen shows the orders, cannot change them, and does not count as the kitchen.","more.title":"More"},Jc={"sound.blocked":"浏览器关闭了声音。请点这里，新订单才会响铃。","sound.unheard":"有 {count} 个订单在等待，但此屏幕无法响铃。请点这里！","sound.none":"此浏览器无法播放声音：请留意屏幕。","sound.quiet":"静音","sound.silent":"静音中 {left}","sound.ring_again":"立即恢复响铃","sound.which":"铃声","sound.bell":"铃铛","sound.chime":"风铃","sound.marimba":"木琴","sound.buzzer":"蜂鸣","sound.whistle":"哨声","sound.volume":"音量","sound.percent":"{percent}%","sound.test":"试听铃声","sound.is_ready":"此屏幕可以响铃。订单等得越久，铃声越响。","sound.is_blocked":"触摸页面之前，浏览器不允许播放声音。","sound.is_none":"此浏览器无法播放声音。","sound.watching":"虽然只查看，此屏幕也响铃","awake.held":"页面显示时，屏幕保持常亮。","awake.refused":"屏幕可能会休眠：设备不允许保持常亮。请设置屏幕常亮，或接上电源。","awake.missing":"屏幕可能会休眠：此浏览器无法保持常亮。请在设备上设置屏幕常亮。","awake.insecure":"屏幕可能会休眠：只有通过 https 打开的页面才能保持常亮。请在设备上设置屏幕常亮。","awake.read":"知道了","looking.badge":"只查看","lost.title":"连接中断：新订单不会出现在这里","lost.said":"连接中断：新订单不会出现在这里。","lost.since":"自 {time} 起，已 {minutes} 分钟。","lost.since_now":"自 {time} 起。","lost.never":"打开页面以来还没有收到任何消息。","lost.about":"可能缺少大约 {about} 个订单：此前 {minutes} 分钟来了 {pace} 个。","lost.one":"可能缺少订单：此前 {minutes} 分钟来了 {pace} 个。","lost.few":"此前 {minutes} 分钟来了 {pace} 个；之后有没有新订单，无法得知。","lost.quiet":"此前 {minutes} 分钟没有订单；之后有没有新订单，无法得知。","lost.unknown":"无法得知是否缺少订单。","lost.came":"已重新连接。期间来了 {came} 个订单。","lost.came_one":"已重新连接。期间来了 1 个订单。","lost.came_none":"已重新连接。期间没有新订单。","lost.read":"知道了","settings.sound":"声音","settings.screen":"此屏幕","settings.ticket_size":"订单字号","size.normal":"标准","size.large":"大","size.huge":"特大","settings.scheme":"颜色","scheme.auto":"跟随设备","scheme.light":"浅色","scheme.dark":"深色","settings.language":"语言","settings.session":"登录","session.acting":"已登录 {shop} 的厨房。","session.watching":"已登录 {shop}，只查看。","session.look_link":"只查看的屏幕用的网址","session.look_why":"同样需要口令。这样的屏幕显示订单，不能操作，也不算厨房在线。","more.title":"更多"},Ts={en:Xc,zh:Jc};function A({name:e,names:t},n=P()){let o=Object.keys(t??{}),s=o.find(r=>r===n)??o.find(r=>Zc(r,n));return s?t?.[s]??e:e}function qn({dish_id:e,name:t,names:n},o){return{name:t,names:n??o.find(({id:s})=>s===e)?.names}}var Rt=(e,t)=>A(qn(e,t)),Zc=(e,t)=>e.split("-")[0]===t.split("-")[0];function lt(e){return e.accepting?"accepting":e.open?e.paused_until?"paused":"unattended":"closed"}var Qc=60,el=25.4/96,tl=80,Ms=12,nl=6,Wn=Promise.resolve(),re=()=>typeof globalThis.print=="function";function Ke(e,t){return Wn=Wn.catch(()=>{}).then(()=>ol(e,t)),Wn}async function ol(e,t){let n=document.documentElement,o=document.createElement("div");o.className="printed",o.dataset.paper=t,o.setAttribute("aria-hidden","true"),qe(e,o),document.body.append(o);let s=rl(sl(t,o));n.dataset.printing=t;try{await il()}finally{delete n.dataset.printing,s(),qe(null,o),o.remove()}}function sl(e,t){if(e==="list-page")return`@page { size: A4; margin: ${Ms}mm; }`;if(e==="poster")return`@page { margin: ${Ms}mm; }`;let n=Math.max(...[...t.children].map(s=>s.getBoundingClientRect().height)),o=Math.ceil(n*el)+nl;return`@page { size: ${tl}mm ${o}mm; margin: 0; }`}function rl(e){if(!document.adoptedStyleSheets)return()=>{};let t=new CSSStyleSheet;return t.replaceSync(e),document.adoptedStyleSheets=[...document.adoptedStyleSheets,t],()=>{document.adoptedStyleSheets=document.adoptedStyleSheets.filter(n=>n!==t)}}var il=()=>new Promise(e=>{let t=()=>{clearTimeout(n),removeEventListener("afterprint",t),e()},n=setTimeout(t,Qc*1e3);addEventListener("afterprint",t),print()});var al={0:"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",3:"BHD IQD JOD KWD LYD OMR TND",4:"CLF UYW"},cl=2,ll=new Map(Object.entries(al).flatMap(([e,t])=>t.split(" ").map(n=>[n,Number(e)]))),Cs=new Map,Re=e=>ll.get(e)??cl;function Z(e,t,n){return ul(t,n).format(e/10**Re(t))}function Ye(e,t){let n=Re(t);return(e/10**n).toFixed(n)}function ul(e,t){let n=`${t} ${e}`,o=Cs.get(n);if(o)return o;let s=Re(e),r=new Intl.NumberFormat(t,{style:"currency",currency:e,currencyDisplay:"narrowSymbol",minimumFractionDigits:s,maximumFractionDigits:s});return Cs.set(n,r),r}var dl=8,ml="M12 0 24 22H0zM10.6 7.5 11 15h2l.4-7.5zM10.8 16.8v2.4h2.4v-2.4z",pl=e=>e.slice(-dl);function fl(e,t){let n=A(e,t);return[...new Set([n,...Object.values(e.names??{})])]}function Os({order:e,menu:t,timezone:n}){let o=P(),{customer:s,placed_at:r,promised_at:i}=e,a=l=>J(l,o,n);return u`
    <article class="slip" data-order-id=${e.id} lang=${o}>
      <p class="shop">${e.shop_name}</p>
      <p class="number">${e.number}</p>
      <p class="times">
        ${c("print.placed",{date:ys(r,o,n),time:a(r)})}
      </p>
      ${i&&u`<p class="promised">${c("print.promised",{time:a(i)})}</p>`}
      <ul class="dishes">
        ${e.items.map(l=>u`<${hl} item=${l} menu=${t} language=${o} />`)}
      </ul>
      ${e.note&&u`<${Ls} words=${e.note} />`}
      <p class="sum">
        <span>${c("print.total")}</span><b>${Z(e.total,e.currency,o)}</b>
      </p>
      <p class="customer">
        <b>${s.name}</b><span>${s.telephone}</span><span>${s.address}</span>
      </p>
      <p class="id">${pl(e.id)}</p>
    </article>`}function hl({item:e,menu:t,language:n}){let[o,...s]=fl(qn(e,t),n);return u`
    <li>
      <b class="portions">${e.quantity}</b>
      <span class="dish">${o}${s.map(r=>u`<small>${r}</small>`)}</span>
      ${e.note&&u`<${Ls} words=${e.note} />`}
    </li>`}function Ls({words:e}){return u`
    <p class="boxed">
      <svg viewBox="0 0 24 22" aria-hidden="true"><path fill-rule="evenodd" d=${ml} /></svg>
      ${c("ticket.note")} · ${e}
    </p>`}function ut(e,{copies:t=1,menu:n=[],timezone:o}={}){let s=Array.from({length:t},()=>u`<${Os} order=${e} menu=${n} timezone=${o} />`);return Ke(u`${s}`,"ticket")}function Ut({order:e,menu:t,timezone:n}){if(!re())return null;let o=c("print.order",{number:e.number});return u`
    <button type="button" class="print" aria-label=${o} onClick=${()=>ut(e,{menu:t,timezone:n})}>
      ${c("print.print")}
    </button>`}var dt=[{keys:["1","2","3","4","5","6","7","8","9"],command:"select",acts:!0},{keys:["Enter"],command:"bump",acts:!0},{keys:["+"],command:"longer",acts:!0},{keys:["-"],command:"shorter",acts:!0},{keys:["d"],command:"decline",acts:!0},{keys:["b"],command:"recall",acts:!0},{keys:["u"],command:"undo",acts:!0},{keys:["p"],command:"print",acts:!0},{keys:["t"],command:"totals",acts:!1},{keys:["s"],command:"silence",acts:!1},{keys:["ArrowDown","ArrowRight"],command:"next",acts:!1},{keys:["ArrowUp","ArrowLeft"],command:"previous",acts:!1},{keys:["?"],command:"help",acts:!1}],gl=["longer","shorter","next","previous"];function Xe({key:e,ctrlKey:t,altKey:n,metaKey:o,repeat:s},r){if(t||n||o)return null;let i=e.length===1?e.toLowerCase():e,a=dt.find(({keys:l})=>l.includes(i));return!a||a.acts&&r||s&&!gl.includes(a.command)?null:a.command}function Bt(e,t){return t instanceof Element?t.closest("input, textarea, select, [contenteditable], dialog")?!0:e==="Enter"&&t.closest("button, a, summary")!==null:!1}var Ue=class extends Error{constructor(t,n,o={},s=null){super(`${t} ${n}`),this.status=t,this.code=n,this.members=o,this.retryAfterSeconds=s}get isPassing(){return this.status===0||this.status===429||this.status>=500}};function U(e){return e instanceof Ue?e:new Ue(0,"no_answer",{cause:String(e)})}async function pe(e,t,{token:n,body:o,headers:s={},signal:r,keepalive:i=!1}={}){let a=()=>fetch(t,{method:e,cache:"no-store",keepalive:i,signal:r??_l(),headers:{...s,...n&&{Authorization:`Bearer ${n}`},...o&&{"Content-Type":"application/json"}},...o&&{body:JSON.stringify(o)}}),l=await($l(e,t)??a()).catch(m=>{throw U(m)});if(!l.ok&&l.status!==304)throw await bl(l);return l}function $l(e,t){let{askedEarly:n}=globalThis,o=e==="GET"?n?.get(t):void 0;return n?.delete(t),o}async function le(e,t,n){return(await pe(e,t,n)).json().catch(s=>{throw U(s)})}function _l(){let e=new AbortController;return setTimeout(()=>e.abort(),10*1e3),e.signal}async function bl(e){let t=await e.json().catch(()=>({})),n=Number.parseFloat(e.headers.get("Retry-After")??""),o=typeof t.code=="string"?t.code:"unavailable";return new Ue(e.status,o,t,Number.isFinite(n)?n:null)}var F=e=>encodeURIComponent(e);function zt(){let e=Date.now(),t=0;return()=>{let n=Date.now();return t+=Math.max(0,e-n),e=n,n+t}}var yl=.5;function Ns(e){let t,n=zt(),o=Number.POSITIVE_INFINITY,s=0,r=0,i=!1,a=!1,l=()=>{clearTimeout(t),!(i||a||o===Number.POSITIVE_INFINITY)&&(t=setTimeout(m,Math.max(0,Math.max(o,s,r)-n())))},m=()=>{o=Number.POSITIVE_INFINITY,e()};return{askIn(d){o=Math.min(o,n()+d),l()},busy(){i=!0,s=n()+yl*1e3,clearTimeout(t)},idle(d=0,p=0){i=!1,s=Math.max(s,n()+d),r=n()+p,l()},endBackOff(){r=0,l()},close(){a=!0,clearTimeout(t)}}}function Ds(e){return{leaving:new Set(e),held:new Map,ended:new Map,doubtful:new Map,revealed:new Set,rung:new Set,asOf:null,suspect:!0,want:!1,flight:null,flights:0,base:{entries:[],etag:null}}}function xe(e){let{held:t,ended:n,doubtful:o,revealed:s,rung:r,flight:i}=e;return{state:{...e,held:new Map(t),ended:new Map(n),doubtful:new Map(o),revealed:new Set(s),rung:new Set(r),flight:i&&{...i,since:new Set(i.since)}},effects:[]}}var wl=1e3;function As(e){let t=xe(e);return t.state.suspect=!0,t.state.want=!0,t.state.flight&&(t.state.flight.clean=!1),t}function Is(e){let t=xe(e);return t.state.want=!0,t}function Ps(e){let t=xe(e),{state:n}=t;return!n.want||n.flight||(n.want=!1,n.flights+=1,n.flight={id:n.flights,etag:n.base.etag,since:new Set,clean:!0,forgettable:new Map(n.ended),doubts:new Map([...n.doubtful].map(([o,s])=>[o,s.version]))},t.effects.push({type:"request",id:n.flight.id,etag:n.flight.etag})),t}function Rs(e,t){let n=xe(e);return n.state.flight?.id!==t||(n.state.flight=null,n.state.want=!0),n}function Us(e,t){let n=xe(e),{state:o}=n,s=o.held.get(t.id),r=t.version>(s?.version??0);return o.flight&&r&&o.flight.since.add(t.id),t.version<=(o.ended.get(t.id)??0)||(o.leaving.has(t.status??"")?r&&kl(n,t):s?(r&&o.held.set(t.id,t),Vn(n,t.id)):o.suspect||o.asOf===null||js(t,o.asOf)?(o.want=!0,vl(n,t)):Fs(n,t)),n}function Bs(e,t,{entries:n,etag:o,asOf:s}){let r=xe(e),{state:i}=r,{flight:a}=i;if(a?.id!==t)return r;i.flight=null,n&&(i.base={entries:n,etag:o}),s!==null&&(i.asOf===null||s>i.asOf)&&(i.asOf=s),a.clean&&(i.suspect=!1);for(let m of i.base.entries){let d=i.held.get(m.id);d?(m.version>d.version&&i.held.set(m.id,m),Vn(r,m.id)):m.version>(i.ended.get(m.id)??0)&&Fs(r,m)}let l=new Set(i.base.entries.map(m=>m.id));for(let[m,d]of i.held)l.has(m)||(a.since.has(m)?i.want||=s!==null&&js(d,s):i.held.delete(m));for(let[m,d]of a.forgettable)i.ended.get(m)===d&&i.ended.delete(m);for(let[m,d]of a.doubts)i.doubtful.get(m)?.version===d&&Gn(i,m);return r}function zs(e,t){let n=xe(e),o=n.state.doubtful.get(t);return o&&(n.state.revealed.add(t),Hs(n,o)),n}function Fs(e,t){e.state.held.set(t.id,t),e.state.ended.delete(t.id),Gn(e.state,t.id),Vn(e,t.id),Hs(e,t)}function kl({state:e},t){e.held.delete(t.id),e.ended.set(t.id,t.version),t.version>(e.doubtful.get(t.id)?.version??0)&&Gn(e,t.id)}function vl({state:e},t){t.version>=(e.doubtful.get(t.id)?.version??0)&&e.doubtful.set(t.id,t)}function Gn(e,t){e.doubtful.delete(t),e.revealed.delete(t)}function Vn({state:e,effects:t},n){let o=e.held.get(n);o?.status==="placed"&&o.received_at===null&&t.push({type:"receipt",id:n})}function Hs({state:e,effects:t},n){if(n.status!=="placed"||e.rung.has(n.id))return;e.rung.add(n.id),t.push({type:"ring",entry:n});let[o]=e.rung;e.rung.size>wl&&o&&e.rung.delete(o)}function js(e,t){return e.updated_at!==void 0&&e.updated_at<=t}var xl=10,El={firstSeconds:1,longestSeconds:15},Tl=60,Ml=3,Cl=3,Ol=5,Ll=["unauthorized","forbidden","unknown_order","unknown_shop"];function Ft(e){let{connection:t,channel:n,token:o=()=>null,load:s,entryOf:r,random:i=Math.random}=e,a=Ds(e.leaving),l={entries:[],unverified:[],verified:!1,loaded:!1,answering:!0,answeredAt:null,refused:null,ahead:0},{watch:m,tell:d}=ie(),p=new AbortController,h=0,f=!1,g=!1,k=T=>{l={...l,...T,entries:[...a.held.values()],unverified:[...a.revealed].flatMap(I=>a.doubtful.get(I)??[]),verified:!a.suspect},d()},$=T=>{let I=a.doubtful;a=T.state;let H=T.effects.flatMap(M=>M.type==="receipt"?M.id:[]),Y=T.effects.flatMap(M=>M.type==="ring"?M.entry:[]);for(let M of a.doubtful.keys())I.has(M)||w(M);for(let M of T.effects)M.type==="request"&&E(M.id,M.etag);H.length&&e.onReceipts?.(H),Y.length&&e.onRing?.(Y),k()},E=async(T,I)=>{_.busy(),p=new AbortController;let H=setTimeout(()=>p.abort(),xl*1e3);try{let Y=await s(I,p.signal);g||y(T,Y)}catch(Y){g||C(T,U(Y))}finally{clearTimeout(H),_.askIn(D())}},y=(T,I)=>{h=0;let H=Date.now(),Y=I.asOf?Date.parse(I.asOf)-H:l.ahead;l={...l,loaded:!0,answering:!0,answeredAt:H,ahead:Y};let M=a.want;$(Bs(a,T,I)),_.idle(),a.want&&!M&&_.askIn(0)},C=(T,I)=>{h+=1,f=I.status===0,l={...l,answering:!1},$(Rs(a,T)),_.idle((I.retryAfterSeconds??0)*1e3,ke(h,El,i)),_.askIn(0),Ll.includes(I.code)&&(O(),k({refused:I}),e.onRefused?.(I))},_=Ns(()=>{$(Is(a)),$(Ps(a))}),D=()=>(t.state==="live"?Tl:Ml)*1e3*(.8+i()*.4),w=T=>{setTimeout(()=>g||$(zs(a,T)),Ol*1e3)},S=T=>{g||($(Us(a,T)),a.doubtful.get(T.id)===T&&_.askIn(0))},v=T=>{$(As(a)),_.askIn(T)},x=()=>{f&&(h=0,_.endBackOff())},O=()=>{g=!0,p.abort(),R(),_.close()},R=t.subscribe(n,o,{event:T=>{let I=r(T);I&&S(I)},subscribed:()=>{x(),v(0)},resync:()=>v(i()*Cl*1e3),silent:()=>v(0),woken:()=>{h===0&&t.state==="live"||(x(),_.askIn(0))},changed:()=>{t.state!=="live"&&_.askIn(D()),k()}});return v(0),{get view(){return l},take:S,poll:()=>_.askIn(0),watch:m,close:O}}var Nl={firstSeconds:.5,longestSeconds:4},Dl=15;async function Ee(e,t=Math.random){let n=Date.now()+Dl*1e3;for(let o=1;;o+=1)try{return await e()}catch(s){let r=U(s),i=(r.retryAfterSeconds??0)*1e3,a=Math.max(i,ke(o,Nl,t));if(!r.isPassing||Date.now()+a>n)throw r;await new Promise(l=>setTimeout(l,a))}}var qs=new Set(["completed","rejected","cancelled"]),Ws=(e,t)=>Vs(`/api/orders?shop_id=${F(e)}&active=true`,t,n=>n.orders);var Gs=e=>Vs(`/api/shops/${F(e)}`,()=>null,t=>[t]);function Vs(e,t,n){return async(o,s)=>{let r=o===null?{}:{"If-None-Match":o},i=await pe("GET",e,{token:t(),headers:r,signal:s});return{entries:i.status===304?null:n(await i.json()),etag:i.headers.get("ETag"),asOf:i.headers.get("As-Of")}}}var Ks=(e,t)=>Dt(()=>Ft({connection:e,channel:`public:shop:${t}`,load:Gs(t),leaving:[],entryOf:n=>n.shop}),t);var Ht=e=>document.visibilityState==="visible"||e.state==="ready";function Ys(e,t){let n=Ht(e),o=()=>{let r=Ht(e);r&&!n&&t(),n=r},s=e.watch(o);return document.addEventListener("visibilitychange",o),()=>{s(),document.removeEventListener("visibilitychange",o)}}function jt(){if(crypto.randomUUID)return crypto.randomUUID();let e=crypto.getRandomValues(new Uint8Array(16));return e[6]=(e[6]??0)&15|64,e[8]=(e[8]??0)&63|128,Array.from(e,n=>n.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/,"$1-$2-$3-$4-$5")}var Al=1,Il=2,Xs=15;function Js(e,t,n){let o=jt(),s=zt(),r=s(),i=0,l=setInterval(()=>{let m=s();e.state==="live"?(r=m,i=0):m-r>=Il*1e3&&m>=i&&(i=m+Xs*1e3,pe("PUT",`/api/shops/${F(t)}/presence`,{token:n(),body:{screen:o}}).catch(()=>{i=s()+Xs*1e3/3}))},Al*1e3);return()=>clearInterval(l)}var Zs=100;function Qs(e,t,n,o){for(let s=0;s<o.length;s+=Zs){let r=o.slice(s,s+Zs);if(e.send(`shop:${t}`,{received:r}))continue;let i={shop_id:t,orders:r};pe("POST","/api/orders/received",{token:n(),body:i}).catch(()=>{})}}var Pl=60;function er(){let[e,t]=b(Ul);return L(()=>Rl(t),[]),e}function Rl(e){let{wakeLock:t}=navigator;if(!t)return()=>{};let n=null,o=!1,s=!1,r=!1,i=()=>{document.visibilityState==="visible"&&!r&&e("refused")},a=()=>{n?.release().catch(()=>{})},l=async()=>{if(!(r||document.visibilityState!=="visible"||n&&!n.released)&&(s=o,!o)){o=!0;try{n=await t.request("screen"),n.addEventListener("release",i),r?a():e("held")}catch{s||i()}o=!1,s&&l()}};document.addEventListener("visibilitychange",l);let m=setInterval(l,Pl*1e3);return l(),()=>{r=!0,clearInterval(m),document.removeEventListener("visibilitychange",l),a()}}function Ul(){return navigator.wakeLock?"held":isSecureContext?"missing":"insecure"}function tr({awake:e}){let[t,n]=b(()=>Object(q("awake.read")));if(e==="held"||t[e])return null;let o=()=>{let s={...t,[e]:!0};K("awake.read",s),n(s)};return u`
    <div class="hint" role="status">
      <p>${c(`awake.${e}`)}</p>
      <button type="button" class="quiet" onClick=${o}>${c("awake.read")}</button>
    </div>`}function nr(e){let{connection:t,shopId:n,sessions:o,bell:s}=e,r=o.current?.watching??!1,i=Dt(()=>Bl(e,r),n),a=Ks(t,n),l=Ge(1)+(i?.view.ahead??0);L(()=>r?void 0:Js(t,n,o.token),[n]),L(()=>i?Ys(s,i.poll):void 0,[i]);let m=er(),d=a?.view.entries[0]??null;return{...e,orders:i,shopFeed:a,shop:d,menu:d?.menu??[],verified:i?.view.entries??[],unverified:i?.view.unverified??[],now:l,watching:r,awake:m,call:(p,h,f)=>zl(o,p,h,f)}}function Bl({connection:e,shopId:t,sessions:n,bell:o},s){return Ft({connection:e,channel:`shop:${t}`,token:n.token,load:Ws(t,n.token),leaving:qs,entryOf:r=>r.order,onReceipts:r=>{!s&&Ht(o)&&Qs(e,t,n.token,r)},onRefused:()=>n.refused(n.token())})}async function zl(e,t,n,o){let s=e.token();try{return await Ee(async()=>{let r=await pe(t,n,{token:s,body:o});return r.status===204?null:await r.json()})}catch(r){let i=U(r);throw i.status===401&&e.refused(s),i}}var fe=({shopId:e},t="")=>`/api/shops/${F(e)}${t}`,Je=200,Te=({shopId:e},t)=>`/api/orders?shop_id=${F(e)}&active=false&limit=${t}`;var Fl=3,rr=20,or=5,Yn=180,Kn=e=>e.accepted_at!==null&&e.ready_at!==null;function sr(e,t){let n=new Map(e.map(s=>[s.id,s])),o=t.filter(s=>Kn(s)&&s.ready_at!==n.get(s.id)?.ready_at);if(o.length===0)return e;for(let s of o)n.set(s.id,s);return[...n.values()].filter(Kn).sort((s,r)=>Date.parse(s.ready_at)-Date.parse(r.ready_at)).slice(-rr)}function Hl(e){let t=e.filter(Kn).map(({accepted_at:r,ready_at:i})=>(Date.parse(i)-Date.parse(r))/6e4).sort((r,i)=>r-i);if(t.length<Fl)return null;let[n=0,o=0]=[t[Math.floor((t.length-1)/2)],t[Math.floor(t.length/2)]],s=Math.max(1,Math.ceil((n+o)/2/or));return Math.min(Yn,s*or)}function ir(e){let[t,n]=b([]);return L(()=>{e.call("GET",Te(e,rr)).then(({orders:o})=>n(s=>sr(s,o)),()=>{})},[e.shopId]),L(()=>n(o=>sr(o,e.verified)),[e.verified]),Hl(t)}var jl=[10,15,20,30,45],ql=10,ar=5,Xn=e=>e??ql,cr=(e,t)=>Math.min(Yn,Math.max(ar,Xn(e)+t*ar));function lr(e,t){return e==="placed"?{action:"accept",body:{minutes:Xn(t)}}:{action:e==="accepted"?"ready":"complete",body:{}}}function ur({order:e,column:t,pending:n,suggestion:o,chosen:s,timezone:r,run:i,onDecline:a}){let{number:l}=e,m=n!==null,d=t==="ready"&&u`
      <button type="button" data-action="recall" disabled=${m} onClick=${()=>i("recall",{to:"accepted"})}
        aria-label=${c("ticket.recall_order",{number:l})}>${c("ticket.recall")}</button>`,p=u`
    <div class="aside">
      ${d}
      <${Ut} order=${e} timezone=${r} />
      <button type="button" class="reject" data-action="reject" disabled=${m} onClick=${a}
        aria-label=${c("ticket.reject_order",{number:l})}>${c("ticket.reject")}</button>
    </div>`,h=f=>u`
    <button type="button" key=${f} class="primary" data-action=${f} disabled=${m}
      onClick=${()=>i(f)} aria-label=${c(`ticket.${f}_order`,{number:l})}>${c(`ticket.${f}`)}</button>`;return t==="placed"?u`
      <div key="placed" class="actions presets" role="group" aria-label=${c("ticket.accept")}>
        <${Wl} number=${l} isBusy=${m} suggestion=${o} chosen=${s} run=${i} />
        ${p}
      </div>`:u`
    <div key=${t} class="actions">${h(t==="accepted"?"ready":"complete")}${p}</div>`}function Wl({number:e,isBusy:t,suggestion:n,chosen:o,run:s}){let r=o??Xn(n),i=m=>s("accept",{minutes:m}),a=c("ticket.accept_first",{minutes:r}),l=r===n?c("ticket.usual"):"";return u`
    <button type="button" class="primary" data-action="accept" disabled=${t} onClick=${()=>i(r)}
      aria-label=${c("ticket.accept_first_order",{number:e,accept:`${a} ${l}`.trim()})}>
      <span>${a} <small>${l}</small></span></button>
    ${jl.map(m=>u`
        <button type="button" key=${m} data-action="accept" data-minutes=${m} disabled=${t}
          onClick=${()=>i(m)} aria-label=${c("ticket.accept_in",{number:e,minutes:m})}>${m}</button>`)}`}var Gl=new Set(dt.flatMap(({command:e,acts:t})=>t?e:[]));function pr(e){let t=N(e);t.current=e,L(()=>{let n=s=>{if(s.defaultPrevented||Bt(s.key,s.target))return;let r=Xe(s,t.current.watching);!r||document.querySelector("dialog[open]")||(Gl.has(r)&&t.current.onUsed(),Vl(r,s.key,t.current)&&s.preventDefault())},o=({target:s})=>{s instanceof Element&&!s.closest(".ticket")&&t.current.onSelect(null)};return addEventListener("keydown",n),addEventListener("focusin",o),()=>{removeEventListener("keydown",n),removeEventListener("focusin",o)}},[])}function Vl(e,t,n){let{tickets:o,selected:s,performing:r,ringing:i}=n,a=o.find(({order:l})=>l.id===s);return e==="select"?Kl(Number(t),n):e==="next"?dr(1,n):e==="previous"?dr(-1,n):e==="bump"?fr(a,n):e==="longer"?mr(1,a,n):e==="shorter"?mr(-1,a,n):(e==="decline"&&a&&n.onDecline(a.order.id),e==="undo"&&r.undo(),e==="print"&&a&&re()&&ut(a.order,{timezone:n.timezone}),e==="totals"&&n.onTotals(),e==="help"&&n.onPanel("keys"),e==="silence"&&(i.orders.length>0?i.silence:i.endSilence)(),e==="recall"&&(a?.column==="ready"?r.perform(a.order,"recall",{to:"accepted"}):n.onPanel("last")),!0)}function Kl(e,t){let{tickets:n,numbers:o,selected:s}=t,r=n.find(({order:i})=>o.get(i.id)===e);return r?r.order.id===s?fr(r,t):(t.onSelect(r.order.id),!0):!1}function dr(e,{tickets:t,selected:n,onSelect:o}){let s=t.findIndex(({order:a})=>a.id===n),r=s===-1&&e<0?t.length:s,i=t[Math.min(t.length-1,Math.max(0,r+e))];return i&&o(i.order.id),i!==void 0}function mr(e,t,{chosen:n,suggestion:o,onMinutes:s}){return t?.column!=="placed"?!1:(s(t.order.id,cr(n??o,e)),!0)}function fr(e,{chosen:t,suggestion:n,performing:o,watching:s}){if(!e||s)return!1;let{action:r,body:i}=lr(e.column,t??n);return o.perform(e.order,r,i),!0}var he=["placed","accepted","ready"],Jn={soonMinutes:8,lateMinutes:15},Yl=2,Xl=10,Jl=8,hr=6e4,Zn=e=>e.status==="ready"&&e.ready_at?e.ready_at:e.placed_at;function gr(e,t,{soonMinutes:n,lateMinutes:o}){let s=(t-Date.parse(Zn(e)))/hr;if(e.status==="ready")return s>=o?"soon":"calm";let r=e.status==="placed"?e.accept_by:e.promised_at;return s>=o||r&&Date.parse(r)<=t?"late":s>=n?"soon":"calm"}var $r=({status:e,promised_at:t},n)=>e==="accepted"&&t?ws(t,n):0;function _r({status:e,placed_at:t,accept_by:n},o){if(e!=="placed"||!n)return null;let[s,r]=[Date.parse(t),Date.parse(n)];return Math.round(100*Math.min(1,Math.max(0,(r-o)/(r-s))))}var br=({status:e,accept_by:t},n)=>e==="placed"&&t!==null&&Date.parse(t)-n<=Yl*hr;function yr(e,t){let n=Math.max(0,Math.floor((t-Date.parse(e))/1e3)),o=Math.floor(n/60),s=o<Xl?String(n%60).padStart(2,"0"):null;return{minutes:o,seconds:s}}var Qn=(...e)=>e.filter((t,n)=>n===0||t).join(" · "),wr=({items:e})=>e.length>=Jl;var Zl=60;function eo(e,t){let n=()=>e?.scrollIntoView(t);n(),setTimeout(n,Zl)}function kr({tickets:e,hasTotals:t,onTotals:n,onPanel:o}){let s=i=>e.filter(a=>a.column===i).length,r=i=>eo(document.getElementById(`column-${i}`));return u`
    <div class="tools">
      ${e.length>0&&u`
          <nav class="jumps" aria-label=${c("board.columns")}>
            ${he.map(i=>u`
                <button type="button" key=${i} data-jump=${i} onClick=${()=>r(i)}>
                  ${c(`column.${i}`)} <span class="count">${s(i)}</span></button>`)}
          </nav>
          <button type="button" aria-expanded=${t} aria-controls="totals" onClick=${n}>${c("totals.title")}</button>`}
      <button type="button" onClick=${()=>o("last")}>${c("last.title")}</button>
      <button type="button" class="keys-button" aria-label=${c("keys.title")} onClick=${()=>o("keys")}>?</button>
    </div>`}function Ql(e){let{watch:t,tell:n}=ie(),o=e;return{get now(){return o},pass(s){o=s,n()},watch:t}}function vr(e){let t=j(()=>Ql(e),[]);return L(()=>t.pass(e),[e]),t}function Me(e,t){let[,n]=b({}),o=N({derive:t,shown:t(e.now)});return o.current={derive:t,shown:t(e.now)},L(()=>e.watch(()=>{o.current.derive(e.now)!==o.current.shown&&n({})}),[e]),o.current.shown}var Sr=16;function xr(e){let[t,n]=b(Sr);return L(()=>{if(t>=e)return;let o=setTimeout(()=>n(t+Sr),0);return()=>clearTimeout(o)},[t,e]),t}var qt=e=>t=>j(()=>u`<${e} ...${t} />`,Object.values(t));var Er=["too_busy","sold_out","closing","other"],eu=200,tu=({status:e})=>e==="ready"?["no_show",...Er]:Er;function Tr({order:e,perform:t,onBack:n}){let o=tu(e),s=N(null);X(()=>s.current?.querySelector("button")?.focus(),[]);let r=a=>{let l=String(new FormData(s.current??void 0).get("note")).trim();t(e,"reject",{reason:a,...l&&{note:l}}),n()};return u`
    <form class="declining" ref=${s} onKeyDown=${a=>{if(a.key==="Escape"&&n(),Xe(a,!1)!=="select"||Bt(a.key,a.target))return;a.preventDefault();let l=o[Number(a.key)-1];l&&r(l)}} onSubmit=${a=>a.preventDefault()}>
      <fieldset>
        <legend>${c("ticket.reject_why",{number:e.number})}</legend>
        <label>${c("ticket.reject_note")}<input name="note" maxlength=${eu} autocomplete="off" /></label>
        <div class="decline-reasons">
          ${o.map((a,l)=>u`
              <button type="button" key=${a} class="danger" data-reason=${a}
                onClick=${()=>r(a)}><kbd class="key-cap" aria-hidden="true">${l+1}</kbd>
                <span>${c(`reason.${a}`)}</span></button>`)}
          <button type="button" class="back" onClick=${n}>${c("ticket.back")}</button>
        </div>
      </fieldset>
    </form>`}function Mr({order:e,clock:t,urgency:n,isNew:o}){let s=Me(t,i=>{let{minutes:a,seconds:l}=yr(Zn(e),i);return l===null?c("ticket.age",{minutes:a}):`${a}:${l}`}),r=Me(t,i=>$r(e,i));return u`
    <span class="age">
      <span class="elapsed">${s}</span>
      <span class="state">
        ${o&&u`<span class="new">${c("ticket.is_new")}</span>`}
        ${n!=="calm"&&u`<b class="urgency">
            ${r>0?c("ticket.late",{minutes:r}):c(`urgency.${n}`)}</b>`}
      </span>
    </span>`}function Cr({order:e,clock:t,timezone:n}){if(e.status==="placed"&&e.accept_by)return u`<${nu} order=${e} acceptBy=${e.accept_by} clock=${t} />`;if(e.status==="accepted"&&e.promised_at){let o=J(e.promised_at,P(),n);return u`<p class="promised">${c("ticket.promised",{time:o})}</p>`}return null}function nu({order:e,acceptBy:t,clock:n}){let o=Me(n,i=>{let a=Pt(t,i);return a?c("ticket.left",{time:a}):c("ticket.overdue")}),s=Me(n,i=>_r(e,i)),r=Me(n,i=>br(e,i));return u`
    <div class="last-call" data-urgent=${r}>
      <span data-testid="time-left">${o}</span>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${s} height="1" />
      </svg>
    </div>`}var Or=qt(ou);function ou(e){let{order:t,verified:n,pending:o,code:s,isNew:r,keyCap:i,isSelected:a,dishId:l,clock:m,thresholds:d}=e,{performing:p,onSelect:h}=e,f=N(null),g=Me(m,$=>gr(t,$,d));L(()=>{a&&(p.touch(t.id),document.activeElement===document.body&&f.current?.focus({preventScroll:!0}))},[a]),su(f,e.isDeclining);let k=l!==null&&t.items.some($=>$.dish_id===l);return u`
    <li class="ticket card" ref=${f} tabindex="-1" data-order-id=${t.id} data-status=${t.status}
      data-version=${t.version} data-verified=${n} data-received=${t.received_at!==null}
      data-urgency=${g} data-new=${r} data-selected=${a} data-long=${wr(t)}
      data-pending=${o?.action} data-sought=${l===null?null:k}
      onClick=${()=>p.touch(t.id)} onFocusIn=${()=>h(t.id)}>
      <header class="top-line">
        ${i!==null&&u`<kbd class="key-cap">${i}</kbd>`}
        <strong class="number">${t.number}</strong>
        <${Mr} order=${t} clock=${m} urgency=${g} isNew=${r} />
      </header>
      <${Cr} order=${t} clock=${m} timezone=${e.timezone} />
      ${!n&&u`<p class="notice">${c("ticket.unverified")}</p>`}
      ${t.note&&u`<${Lr} words=${t.note} />`}
      <${ru} order=${t} dishes=${e.dishes} dishId=${l} />
      <p class="who">
        <b>${t.customer.name}</b>${Qn("",t.customer.telephone)}
        <span class="delivery">${Qn("",t.customer.address,Z(t.total,t.currency,P()))}</span>
      </p>
      ${s&&u`<p class="notice bad" role="alert" data-code=${s}>${ee({code:s})}</p>`}
      <${iu} ...${e} />
    </li>`}function su(e,t){let n=N(t);L(()=>{let o=e.current?.querySelector("[data-action=reject]");n.current&&!t&&(o??e.current)?.focus({preventScroll:!0}),n.current=t},[t])}function Lr({words:e}){return u`
    <p class="note"><b><i aria-hidden="true"></i>${c("ticket.note")}</b> ${e}</p>`}function ru({order:e,dishes:t,dishId:n}){return u`
    <ul class="items">
      ${e.items.map(o=>{let s=o.names?o:t.get(o.dish_id)??o;return u`
          <li class="item" data-sought=${o.dish_id===n}>
            <b class="quantity">${o.quantity}</b><span>${A(s)}</span>
            ${o.note&&u`<${Lr} words=${o.note} />`}
          </li>`})}
    </ul>`}function iu(e){let{order:t,column:n,pending:o,suggestion:s,chosen:r,canAct:i,isDeclining:a,performing:l,onDecline:m}=e;return i?o?.action==="reject"?u`<p class="doing" key="doing">${c("ticket.declining",{reason:c(`reason.${o.body.reason}`)})}</p>`:a&&!o?u`
      <${Tr} key="declining" order=${t} perform=${l.perform} onBack=${()=>m(null)} />`:u`
    ${o&&u`<p class="doing" key="doing" role="status">${c("ticket.busy")}</p>`}
    <${ur} key="actions" order=${t} column=${n} pending=${o} suggestion=${s} chosen=${r} timezone=${e.timezone}
      run=${(d,p)=>l.perform(t,d,p)}
      onDecline=${()=>m(t.id)} />`:null}var Nr=qt(au);function au(e){let{tickets:t}=e;return t.length===0?u`
      <div class="no-orders" data-testid="no-orders">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3a1 1 0 0 1 1 1v.6A6 6 0 0 1 18 10.500v4.500l1.500 2v1h-15v-1l1.500-2v-4.500a6 6 0 0 1 5-5.900V4a1 1 0 0 1 1-1zM10 19.500h4a2 2 0 0 1-4 0z" />
        </svg>
        <p>${c(`empty.${e.state}`)}</p>
        <p class="faint">${c(`empty.${e.state}.hint`)}</p>
      </div>`:u`
    <div class="columns">
      ${he.map(n=>u`<${cu} ...${e} key=${n} column=${n} />`)}
    </div>`}function cu({column:e,tickets:t,...n}){let o=t.filter(l=>l.column===e),s=xr(o.length),{soonMinutes:r,lateMinutes:i}=n,a=j(()=>({soonMinutes:r,lateMinutes:i}),[r,i]);return u`
    <section class="column" data-column=${e} id=${`column-${e}`} aria-labelledby=${`title-${e}`}>
      <h2 id=${`title-${e}`}>${c(`column.${e}`)} <span class="count">${o.length}</span></h2>
      ${o.length===0&&u`<p class="faint">${c("column.none")}</p>`}
      <ul class="tickets">
        ${o.slice(0,s).map(({order:l,verified:m,pending:d})=>u`
            <${Or} key=${l.id} order=${l} verified=${m} column=${e} pending=${d}
              code=${n.refusals.get(l.id)?.code??null}
              isNew=${e==="placed"&&!n.touched.has(l.id)}
              keyCap=${n.numbers?.get(l.id)??null} isSelected=${n.selected===l.id}
              isDeclining=${n.declining===l.id} dishId=${n.dishId}
              suggestion=${e==="placed"?n.suggestion:null} chosen=${n.chosen?.id===l.id?n.chosen.minutes:null} canAct=${n.canAct}
              thresholds=${a} dishes=${n.dishes} clock=${n.clock} performing=${n.performing}
              onSelect=${n.onSelect} onDecline=${n.onDecline} language=${n.language} timezone=${n.timezone} />`)}
      </ul>
    </section>`}var lu=150,uu=10;function Ar(e,t){let[n,o]=b(!1),s=N(e),r=N(null),i=N(void 0);n||(s.current=e);let a=l=>{clearTimeout(i.current),i.current=setTimeout(()=>o(!1),l)};return L(()=>{let l=()=>a(lu),m=()=>a(0);return addEventListener("pointerup",l),addEventListener("pointercancel",m),()=>{removeEventListener("pointerup",l),removeEventListener("pointercancel",m),clearTimeout(i.current)}},[]),{shown:s.current,hold:{onPointerDown:({target:l})=>{let m=Dr(l),d=m?.closest(".ticket");r.current=t(d?.dataset.orderId)?null:m,o(!0),a(uu*1e3)},onClickCapture:l=>{let m=Dr(l.target),d=l.detail>1||l.detail===1&&m!==r.current;m&&d&&l.stopPropagation(),a(0)}}}}var Dr=e=>e instanceof Element?e.closest(".ticket button"):null;function Q({title:e,testid:t,onClose:n,children:o}){let s=N(null),r=N(!0);return X(()=>{let i=s.current,a=document.activeElement;return i?.showModal(),()=>{r.current=!1,i?.close(),a instanceof HTMLElement&&a.focus()}},[]),u`
    <dialog class="sheet" ref=${s} data-testid=${t} aria-label=${e}
      onClose=${()=>r.current&&n()}>
      <header>
        <h2>${e}</h2>
        <button type="button" class="icon" aria-label=${c("sheet.close")} onClick=${n}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      ${o}
    </dialog>`}function Wt(e,t,n){X(()=>{let o=s=>{let r=Xe(s,!1);r===e&&t(),r==="select"&&n?.(Number(s.key))};return addEventListener("keydown",o),()=>removeEventListener("keydown",o)})}var du={ArrowDown:"↓",ArrowRight:"→",ArrowUp:"↑",ArrowLeft:"←"};function Ir({isShown:e,onShow:t,onClose:n}){return Wt("help",n),u`
    <${Q} title=${c("keys.title")} testid="keys" onClose=${n}>
      <dl class="key-list">
        ${dt.map(({keys:o,command:s})=>u`
            <div key=${s}>
              <dt>${o.map(r=>u`<kbd>${du[r]??r}</kbd>${" "}`)}</dt>
              <dd>${c(`key.${s}`)}</dd>
            </div>`)}
      </dl>
      <label class="choice">
        <input type="checkbox" checked=${e}
          onChange=${o=>t(o.currentTarget.checked)} />
        ${c("keys.show")}
      </label>
    <//>`}var mu=10,pu=30,fu=9;function hu(e){return e.filter(t=>t.status==="completed").flatMap(t=>t.completed_at?{...t,completed_at:t.completed_at}:[]).sort((t,n)=>Date.parse(n.completed_at)-Date.parse(t.completed_at)).slice(0,mu)}var gu=({completed_at:e},t)=>t-Date.parse(e)<pu*6e4;function Pr({station:e,performing:t,onClose:n}){let[o,s]=b(null),[r,i]=b("");L(()=>{e.call("GET",Te(e,Je)).then(({orders:d})=>s(d),d=>i(U(d).code))},[]);let a=hu(o??[]),l=d=>{t.perform(d,"recall",{to:"ready"}),n()},m=d=>!e.watching&&gu(d,e.now);return Wt("recall",n,d=>{let p=a[d-1];p&&m(p)&&l(p)}),u`
    <${Q} title=${c("last.title")} testid="last-ones" onClose=${n}>
      ${r&&u`<p class="notice bad" role="alert">${ee({code:r})}</p>`}
      ${!o&&!r&&u`<${ce} view=${e.orders?.view} />`}
      ${o&&a.length===0&&u`<p class="faint">${c("last.none")}</p>`}
      <ul class="last-ones">
        ${a.map((d,p)=>u`
            <li key=${d.id} class="last-one" data-ended=${d.id}>
              <strong class="number">${d.number}</strong>
              <span>
                ${c("last.at",{name:d.customer.name,time:J(d.completed_at,P(),e.shop?.timezone)})}
                <small>${$u(d)}</small>
              </span>
              ${!e.watching&&(m(d)?u`<span>
                      ${p<fu&&u`<kbd class="key-cap" aria-hidden="true">${p+1}</kbd>`}
                      <button type="button" onClick=${()=>l(d)}
                        aria-label=${c("last.recall_order",{number:d.number})}>${c("last.recall")}</button>
                    </span>`:u`<small class="faint">${c("last.too_late")}</small>`)}
            </li>`)}
      </ul>
    <//>`}var $u=({items:e})=>e.map(t=>c("menu.quantity",{quantity:t.quantity,dish:A(t)})).join(", ");function _u(e,t,n){let o=i=>i.filter(({order:a})=>!n.has(a.id)),[s,r]=[o(e),o(t)];return s.length!==r.length||s.some(({order:i,column:a},l)=>i!==r[l]?.order||a!==r[l]?.column)}function bu(e,t){let n=new Set(e.values());return[...t].filter(([s,r])=>e.get(s)!==r&&(e.has(s)||n.has(r))).map(([s])=>s)}function Ur(){let e=[],t=[],n=null,o=new Map,s=()=>{if(!n)return;let r=performance.now(),i=bu(n,Rr()),a=[...o].filter(([,l])=>r-l<300);o=new Map([...a,...i.map(l=>[l,r])]),n=null};return{follow(r,i){let a=[...i.values()].flatMap(({order:l,action:m})=>m==="reject"?[]:l.id);!n&&_u(e,r,new Set([...t,...a]))&&(n=Rr(),requestAnimationFrame(s)),e=r,t=a},hasJustMoved(r=""){return s(),performance.now()-(o.get(r)??Number.NEGATIVE_INFINITY)<300}}}function Rr(){let e=[...document.querySelectorAll(".ticket")];return new Map(e.map(t=>{let{left:n,top:o}=t.getBoundingClientRect();return[t.dataset.orderId??"",`${Math.round(n)} ${Math.round(o)}`]}))}function Gt(e,t){let n=new Set(t),o=new Map([...e].filter(([i])=>n.has(i))),s=new Set(o.values()),r=Array.from({length:9},(i,a)=>a+1).filter(i=>!s.has(i));for(let i of t){if(r.length===0)break;o.has(i)||o.set(i,r.shift()??0)}return o}var yu={accept:"accepted",reject:"rejected",ready:"ready",complete:"completed"},Vt=({action:e,body:t})=>e==="recall"?t.to:yu[e];function zr(e,t,n){let o=s=>r=>{let i=n.get(r.id),a=i&&i.order.status===r.status?i:null,l=wu(r,a);return l?[{order:r,verified:s,column:l,pending:a}]:[]};return[...e.flatMap(o(!0)),...t.flatMap(o(!1))].sort(({order:s},{order:r})=>Br(s.placed_at,r.placed_at)||Br(s.id,r.id))}function wu(e,t){let n=t&&t.until===null?Vt(t):e.status;return he.find(o=>o===n)??he.find(o=>o===e.status)}function Fr(e,t){let n=new Map(t.map(({id:s,status:r})=>[s,r])),o=[...e].filter(([s,{order:r,until:i}])=>{let a=n.get(s);return a===void 0?i===null:a===r.status});return o.length===e.size?e:new Map(o)}var Br=(e,t)=>e<t?-1:e>t?1:0;function Hr(e){let t=new Map;for(let{order:n,column:o}of e.filter(s=>ku(s)))for(let s of n.items){let r=t.get(s.dish_id)??vu(s);r.quantity+=s.quantity,r[o==="placed"?"fresh":"cooking"]+=s.quantity,s.note&&(r.noted+=s.quantity),t.set(s.dish_id,r)}return[...t.values()].sort((n,o)=>o.quantity-n.quantity)}var ku=({column:e,pending:t})=>e!=="ready"&&t?.action!=="reject",vu=e=>({dishId:e.dish_id,item:e,quantity:0,fresh:0,cooking:0,noted:0});function jr({all:e,dishes:t,dishId:n,onSeek:o}){return u`
    <section class="totals" id="totals" data-testid="totals" aria-labelledby="totals-title">
      <h2 id="totals-title">${c("totals.title")}</h2>
      ${e.length===0&&u`<p class="faint">${c("totals.none")}</p>`}
      <ul>
        ${e.map(s=>u`
            <li key=${s.dishId}>
              <button type="button" data-total=${s.dishId} aria-pressed=${s.dishId===n}
                onClick=${()=>o(s.dishId===n?null:s.dishId)}>
                <b>${s.quantity}</b>
                <span>${A(s.item.names?s.item:t.get(s.dishId)??s.item)}
                  <small>${Su(s)}</small></span>
              </button>
            </li>`)}
      </ul>
    </section>`}function Su({fresh:e,cooking:t,noted:n}){return[e>0&&c("totals.fresh",{quantity:e}),t>0&&c("totals.cooking",{quantity:t}),n>0&&c("totals.noted",{quantity:n})].filter(Boolean).join(" · ")}var xu="(min-width: 1500px)",Eu={accepting:"open",unattended:"open",paused:"paused",closed:"closed"};function Wr({station:e,performing:t,ringing:n,suggestion:o}){let{verified:s,unverified:r,shop:i,watching:a}=e,{pending:l,refusals:m,touched:d}=t,p=vr(e.now),h=j(()=>zr(s,r,l),[s,r,l]),f=j(()=>Ur(),[]),{shown:g,hold:k}=Ar({all:h,suggestion:o,refusals:m,touched:d},f.hasJustMoved);f.follow(g.all,l);let[$,E]=b(null),[y,C]=b(null),[_,D]=b(null),[w,S]=b(null),[v,x]=b(null),[O,R]=qr("totals",matchMedia(xu).matches),[T,I]=qr("keys",!1),H=j(()=>he.flatMap(G=>g.all.filter(ye=>ye.column===G)),[g.all]),Y=H.map(({order:G})=>G.id),M=Tu(Y),B=j(()=>Hr(g.all),[g.all]),ne=j(()=>new Map((i?.menu??[]).map(G=>[G.id,G])),[i]),oe=B.some(G=>G.dishId===v)?v:null,bt=se(e.connection,e.orders),Uo=H.length===0&&(bt||!e.orders?.view.loaded);L(()=>{let G=oe&&document.querySelector('.ticket[data-sought="true"]');G&&eo(G,{block:"nearest"})},[oe]);let Bo=()=>R(!O);return pr({tickets:H,numbers:M,selected:$,suggestion:g.suggestion,chosen:y?.id===$?y.minutes:null,timezone:i?.timezone,watching:a,performing:t,ringing:n,onSelect:G=>{E(G),C(null);let ye=G&&Mu(G);ye&&(ye.contains(document.activeElement)||ye.focus({preventScroll:!0}),ye.scrollIntoView({block:"nearest"}))},onDecline:G=>D(G===_?null:G),onMinutes:(G,ye)=>C({id:G,minutes:ye}),onPanel:S,onTotals:Bo,onUsed:()=>T||I(!0)}),u`
    <div class="board" data-keys=${T} data-totals=${O&&H.length>0} data-seeking=${oe!==null}
      data-offline=${bt} ...${k}>
      <${kr} tickets=${H} hasTotals=${O} onTotals=${Bo} onPanel=${S} />
      ${O&&H.length>0&&u`<${jr} all=${B} dishes=${ne} dishId=${oe} onSeek=${x} />`}
      ${Uo&&u`<div class="no-orders"><${ce} view=${e.orders?.view} /></div>`}
      ${!Uo&&u`<${Nr} tickets=${H}
        state=${i?Eu[lt(i)]:"open"} refusals=${g.refusals}
        touched=${g.touched} numbers=${T?M:null} selected=${$} declining=${_}
        dishId=${oe} suggestion=${g.suggestion} chosen=${y} canAct=${!a}
        soonMinutes=${i?.soon_minutes??Jn.soonMinutes}
        lateMinutes=${i?.late_minutes??Jn.lateMinutes} dishes=${ne} clock=${p}
        performing=${t} onSelect=${E} onDecline=${D} language=${P()}
        timezone=${i?.timezone} />`}
      ${w==="last"&&u`<${Pr} station=${e} performing=${t} onClose=${()=>S(null)} />`}
      ${w==="keys"&&u`<${Ir} isShown=${T} onShow=${I} onClose=${()=>S(null)} />`}
    </div>`}function Tu(e){let t=N(new Map),n=e.join();return j(()=>(t.current=Gt(t.current,e),t.current),[n])}function qr(e,t){let[n,o]=b(q(e)??t);return[n,s=>{o(s),K(e,s)}]}var Mu=e=>document.querySelector(`.ticket[data-order-id="${CSS.escape(e)}"]`);function Gr({performing:e,shown:t}){let n=new Set(t.map(({id:s})=>s)),o=[...e.refusals.values()].filter(({order:s})=>!n.has(s.id));return o.length===0?null:u`
    <div class="notice bad to-read" role="alert" data-testid="refused">
      <div>
        ${o.map(({order:s,code:r})=>u`
            <p key=${s.id} data-code=${r}>
              ${c("undo.refused",{number:s.number,problem:ee({code:r})})}</p>`)}
      </div>
      <button type="button" onClick=${()=>e.forget(o)}>${c("kitchen.read")}</button>
    </div>`}async function Vr(e,t,n,o){let s=`/api/orders/${F(e)}/${t}`,r=()=>le("POST",s,{token:o,body:n,keepalive:!0});try{return{order:await Ee(r),problem:null}}catch(i){let a=U(i);return{order:a.members.order??null,problem:a}}}var no=5,Cu=3,Ou=20,Lu={ready:"accepted",complete:"ready"},Nu=["reject","complete"],Du="invalid_transition",Kr="offline";function Xr(e,t){let n=new Map,o=new Map,s=new Set,r=[],i=new Map,a=new Map,l=(w,S,v={})=>{let{station:x,ringing:O}=e();if(x.watching||n.has(w.id))return;if(_(w.id),o=Ze(o,w.id),se(x.connection,x.orders))return $(w,Kr);O.notice([w.id]);let R=x.sessions.token();S==="reject"?m({order:w,action:S,body:v,until:Yr(),token:R}):((S==="ready"||S==="complete")&&y({order:w,action:S,body:v,until:Yr(),token:R}),f({order:w,action:S,body:v,until:null,token:R}))},m=w=>{n=to(n,w.order.id,w),y(w);let S=setTimeout(()=>d(w.order.id),no*1e3);i.set(w.order.id,S),t()},d=w=>{let S=n.get(w);if(h(w),!S)return;n=Ze(n,w);let{connection:v,orders:x}=e().station;se(v,x)?$(S.order,Kr):f({...S,until:null})},p=()=>{for(let w of[...i.keys()])d(w)},h=w=>{clearTimeout(i.get(w)),i.delete(w),r=r.filter(({order:S,action:v})=>S.id!==w||v!=="reject")},f=async w=>{let{order:S,action:v,body:x}=w,{current:O}=e().station.sessions,T=O?.shopId===S.shop_id&&!O.watching?O.token:w.token;n=to(n,S.id,w),t();let I=()=>Vr(S.id,v,x,T),H=a.get(S.id)?.then(I)??I();a.set(S.id,H);let{order:Y,problem:M}=await H;a.get(S.id)===H&&a.delete(S.id);let{station:B}=e(),ne=M?.isPassing&&g(w);Y&&B.orders?.take(Y),n.get(S.id)===w&&(n=Ze(n,S.id)),M?.status===401&&B.sessions.refused(T),M&&!ne&&$(Y??S,M.code),t()},g=w=>{let S=k(w.order.id);return S?S.status===Vt(w):Nu.includes(w.action)},k=w=>{let{verified:S,unverified:v}=e().station;return[...S,...v].find(x=>x.id===w)},$=(w,S)=>{let v={order:w,code:S};o=to(o,w.id,v),r=r.filter(x=>x.order.id!==w.id),e().ringing.ringAgain(w.id),setTimeout(()=>{o.get(w.id)===v&&(o=Ze(o,w.id),t())},Ou*1e3),t()},E=w=>{o=new Map([...o].filter(([,S])=>!w.includes(S))),t()},y=w=>{let S=[...r.filter(({order:x})=>x.id!==w.order.id),w],v=S.filter(({action:x})=>x!=="reject").at(-1-Cu);r=S.filter(x=>x!==v),setTimeout(()=>{r=r.filter(x=>x!==w),t()},no*1e3)},C=(w=r.at(-1))=>{if(!w)return;let{order:S,action:v}=w;if(r=r.filter(x=>x!==w),v==="reject")h(S.id),n=Ze(n,S.id),e().ringing.ringAgain(S.id),t();else{n=Ze(n,S.id);let x=k(S.id)??{...S,status:Vt(w)};l(x,"recall",{to:Lu[v]})}},_=w=>{s.has(w)||(s=new Set([...s,w]),t())};return{get pending(){return n},get refusals(){return o},get touched(){return s},get undoable(){return r},perform:l,undo:C,forget:E,touch:_,hear:w=>{let S=Fr(n,w),v=[...n.values()].filter(({order:O})=>!S.has(O.id));n=S;for(let{order:O}of v.filter(({until:R})=>R!==null))h(O.id),$(k(O.id)??O,Du);let x=new Set(w.flatMap(({id:O,status:R})=>R==="placed"?O:[]));[...s].some(O=>!x.has(O))&&(s=new Set([...s].filter(O=>x.has(O)))),v.length>0&&t()},sendHeld:p}}var Yr=()=>Date.now()+no*1e3,to=(e,t,n)=>new Map([...e,[t,n]]),Ze=(e,t)=>new Map([...e].filter(([n])=>n!==t));function Jr(e,t){let n=N({station:e,ringing:t});n.current={station:e,ringing:t};let[,o]=b({}),s=j(()=>Xr(()=>n.current,()=>o({})),[]),{verified:r,unverified:i}=e;return X(()=>s.hear([...r,...i]),[r,i]),L(()=>{let a=()=>document.visibilityState==="hidden"&&s.sendHeld();return document.addEventListener("visibilitychange",a),addEventListener("pagehide",s.sendHeld),()=>{document.removeEventListener("visibilitychange",a),removeEventListener("pagehide",s.sendHeld),s.sendHeld()}},[]),s}var Au=3,oo=new Map;function Kt(e,t=Math.random){let n=Te(e,Je),o=async()=>{await new Promise(i=>setTimeout(i,t()*Au*1e3));let{orders:r}=await e.call("GET",n).finally(()=>oo.delete(n));return r},s=oo.get(n)??o();return oo.set(n,s),s}var Iu=60,Pu={firstSeconds:5,longestSeconds:60},Ru=10,Zr="there";function Qr({shopId:e,connection:t,orders:n,now:o,watching:s},r,i){let a=N(Uu(e)),l=N(null),m=N(0),d=N(!1),p=N(0),h=!s&&n?.view.loaded&&!se(t,n),f=async g=>{d.current=!0;try{await i(g,l.current===null),a.current=null,l.current=o,p.current=0}catch(k){p.current+=1;let $=(U(k).retryAfterSeconds??0)*1e3,E=Math.max($,ke(p.current,Pu,Math.random));await new Promise(y=>setTimeout(y,E))}d.current=!1};L(()=>{if(!h||d.current)return;if(o-(l.current??o)>Iu*1e3&&(a.current??=l.current),a.current!==null){f(a.current);return}l.current=o;let k=Math.min(o,r-1);k>=m.current&&k-m.current<Ru*1e3||(m.current=k,K(Zr,{shopId:e,at:k}))},[h,o,r])}function Uu(e){let t=q(Zr);return t?.shopId===e?t.at:null}var Bu=30,zu=20,Fu=50,Hu=12,ei="kitchen_timeout";function ju(e,t,n){let o=new Set(t.map(({id:s})=>s));return e.filter(({id:s,status:r,accept_by:i})=>!o.has(s)&&r==="placed"&&i!==null&&Date.parse(i)<=n+Bu*1e3)}function qu(e,t,n){let o=Math.max(t,n-Hu*36e5);return e.filter(({closed_reason:s,updated_at:r})=>s===ei&&Date.parse(r)>o)}function ti(e){let{verified:t,now:n,sessions:o}=e,[s,r]=b([]),i=N(t),a=d=>r(p=>d.reduce(Wu,p)),l=async d=>{let p=`/api/orders/${F(d.id)}`,h=await Ee(()=>le("GET",p,{token:o.token()}));h.closed_reason===ei&&a([h])};L(()=>{let d=ju(i.current,t,n);i.current=t;for(let p of d)l(p).catch(()=>{})},[t]);let m=Math.min(...s.map(({updated_at:d})=>Date.parse(d)));return Qr(e,m,async(d,p)=>{let h=p?(await e.call("GET",Te(e,Fu))).orders:await Kt(e);a(qu(h,d,n))}),{timedOut:s,onRead:()=>r([])}}var Wu=(e,t)=>[...e.filter(({id:n})=>n!==t.id),t].sort((n,o)=>Date.parse(n.placed_at)-Date.parse(o.placed_at)).slice(-zu);function ni({timedOut:e,onRead:t}){if(e.length===0)return null;let n=e.map(({number:o})=>o).join(", ");return u`
    <div class="notice bad to-read" role="alert" data-testid="timed-out">
      <p>${c("kitchen.timed_out",{numbers:n})}</p>
      <button type="button" onClick=${t}>${c("kitchen.read")}</button>
    </div>`}var Gu=.25;function oi({performing:e}){let{undoable:t}=e,n=N(new Map),o=t.map(({order:s})=>s.id);return n.current=Gt(n.current,o),u`
    <div class="undo-bar" data-testid="undo-bar">
      <ul>
        ${t.map(s=>u`
            <${Vu} key=${`${s.order.id} ${s.until}`} one=${s} place=${n.current.get(s.order.id)}
              onUndo=${()=>e.undo(s)} />`)}
      </ul>
    </div>`}function Vu({one:e,place:t,onUndo:n}){let o=Ge(Gu),{number:s}=e.order,r=Math.max(0,Math.ceil((e.until-o)/1e3));return u`
    <li class="undo" data-undo=${e.order.id} style=${{gridColumn:t}}>
      <span role="status">${c(`undo.${e.action}`,{number:s})}</span>
      <span class="seconds" aria-hidden="true">${r}</span>
      <button type="button" onClick=${n} aria-label=${c("undo.of",{number:s})}>${c("undo.undo")}</button>
    </li>`}var Ku=[10,20,30,60],Yu=4;function Yt({station:e,opening:{isBusy:t,changeShop:n}}){let[o,s]=b(!1),{shop:r,watching:i}=e;if(!r)return null;let a=lt(r),l=p=>{s(!1),n({pause_minutes:p})},m=u`
    <button type="button" class="primary" disabled=${t} onClick=${()=>l(0)}>${c("pause.end")}</button>`,d=u`
    <button type="button" aria-haspopup="dialog" disabled=${t} onClick=${()=>s(!0)}>
      ${c("pause.begin")}</button>`;return u`
    <div class="open" data-open=${r.open} data-accepting=${r.accepting} data-state=${a}>
      <strong class="badge" data-state=${a}>
        ${a==="paused"?c("pause.left",{left:Pt(r.paused_until??"",e.now)??"0:00"}):c(r.open?"kitchen.open":"kitchen.closed")}</strong>
      ${!i&&r.open&&(a==="paused"?m:d)}
      ${!i&&u`
          <button type="button" class=${r.open?"":"primary"} disabled=${t}
            onClick=${()=>n({open:!r.open})}>
            ${c(r.open?"kitchen.do_close":"kitchen.do_open")}
          </button>`}
      ${o&&u`
          <${Q} title=${c("pause.title")} onClose=${()=>s(!1)}>
            <p class="faint">${c("pause.meaning")}</p>
            <div class="choices">
              ${Ku.map(p=>u`
                  <button type="button" key=${p} data-pause=${p} onClick=${()=>l(p)}>
                    ${c("pause.minutes",{minutes:p})}</button>`)}
            </div>
          <//>`}
    </div>`}function si({station:{shop:e,watching:t,now:n}}){let o=e?lt(e):"accepting",s=At(o==="unattended",Yu);if(o==="closed")return u`<p class="notice" role="status">${c("kitchen.not_accepting")}</p>`;if(o==="paused"){let i=It(e?.paused_until??"",P(),n,e?.timezone);return u`<p class="notice" role="status">${c("pause.notice",{time:i})}</p>`}return s?u`<p class="notice bad" role="alert" data-testid="unattended">${c(t?"opening.nobody":"opening.not_counted")}</p>`:null}function ue(e){let[t,n]=b(!1),[o,s]=b(null);return{isBusy:t,problem:o,onRead:()=>s(null),changeShop:async i=>{n(!0),s(null);try{return so(e),e.shopFeed?.take(await e.call("PATCH",fe(e),i)),!0}catch(a){return s(U(a)),!1}finally{n(!1)}}}}function so({connection:e,shopFeed:t}){if(se(e,t))throw new Ue(0,"no_answer")}function Ce({problem:e}){return e?u`<p class="notice bad" role="alert" data-code=${e.code}>${Xt(e)}</p>`:null}var Xt=e=>e.code==="unknown_dish"?c("editing.gone"):ee(e);function ii({opening:e,dishChanges:{refused:t,onRead:n}}){let{problem:o}=e;return u`
    ${o&&u`<${ri} code=${o.code} words=${Xt(o)} onRead=${e.onRead} />`}
    ${t&&u`
        <${ri} code=${t.problem.code} onRead=${n}
          words=${c("dishes.unchanged",{dish:A(t.dish),why:Xt(t.problem)})} />`}`}function ri({code:e,words:t,onRead:n}){return u`
    <div class="notice bad to-read" role="alert" data-code=${e}>
      <p>${t}</p>
      <button type="button" onClick=${n}>${c("kitchen.read")}</button>
    </div>`}var ai=[{times:1,gain:.5,seconds:1.3},{times:1.5,gain:.35,seconds:1},{times:2.52,gain:.35,seconds:.7},{times:4.2,gain:.2,seconds:.3}],ro=[{times:1,gain:.6,seconds:.9},{times:2,gain:.3,seconds:.6},{times:3,gain:.15,seconds:.3}],mt=[{times:1,gain:.8,seconds:.28},{times:3.98,gain:.45,seconds:.1}],pt={bell:[...de(0,880,ai),...de(.28,880,ai)],chime:[...de(0,1568,ro),...de(.2,1319,ro),...de(.4,1047,ro)],marimba:[...de(0,784,mt),...de(.13,1047,mt),...de(.26,1319,mt),...de(.39,1047,mt),...de(.52,1568,mt)],buzzer:[...ci(0),...ci(.42)],whistle:[0,.24,.48,.72].flatMap(e=>[Jt(e,2100,.6,.11,"triangle"),Jt(e+.12,2800,.6,.11,"triangle")])},Zt=Object.keys(pt);function de(e,t,n){return n.map(({times:o,gain:s,seconds:r})=>({at:e,hertz:t*o,gain:s,seconds:r,wave:"sine",envelope:"struck"}))}function Jt(e,t,n,o,s){return{at:e,hertz:t,gain:n,seconds:o,wave:s,envelope:"held"}}function ci(e){return[Jt(e,466,.4,.3,"square"),Jt(e,494,.4,.3,"sawtooth")]}var Be={least:20,most:100,step:10},co=["auto","light","dark"],lo=["normal","large","huge"],ui=globalThis.matchMedia?.("(min-width: 1400px)");function Xu(e,t=!1){let{sound:n,volume:o,ringsWatching:s,scheme:r,ticketSize:i}=Object(e),a=Number.isFinite(o)?o:Be.most;return{sound:io(Zt,n),volume:Math.min(Be.most,Math.max(Be.least,a)),ringsWatching:s===!0,scheme:io(co,r),ticketSize:io(lo,i??(t?"large":"normal"))}}var{watch:di,tell:Ju}=ie(),ft=pi(),Qt=()=>ft;function ze(e){K("screen",{...q("screen"),...e}),ao()}function me(){return Pe(di),ft}function mi(){kt("screen",ao),ui?.addEventListener("change",ao),di(li),li()}function pi(){return Xu(q("screen"),ui?.matches)}function ao(){ft=pi(),Ju()}function li(){let{dataset:e}=document.documentElement;e.scheme=ft.scheme,e.ticketSize=ft.ticketSize}function io(e,t){return e.find(n=>n===t)??e[0]}var Fe=[{fromShare:0,gain:.5,everySeconds:2.5},{fromShare:.25,gain:.75,everySeconds:1.8},{fromShare:.6,gain:1,everySeconds:1.3}],en=Fe[2],Zu=10,fi=60;function hi(e,t){return{ids:new Set(e.map(({id:n})=>n)),until:t+fi*1e3}}function uo(e,t){let n=e?Math.ceil((e.until-t)/1e3):0;return n>0&&n<=fi?n:0}var mo=(e,t)=>e.filter(({id:n,status:o})=>o==="placed"&&!t.has(n));function gi(e,t,n){let o=uo(t,n)>0;return e.filter(({id:s})=>!o||!t?.ids.has(s)).sort((s,r)=>Date.parse(s.placed_at)-Date.parse(r.placed_at))}function $i(e,t){let n=Math.max(0,...e.map(o=>Qu(o,t)));return Fe.filter(({fromShare:o})=>n>=o).at(-1)??Fe[0]}function Qu({placed_at:e,accept_by:t},n){let o=Date.parse(e),s=t?Date.parse(t)-o:Zu*6e4;return s>0?(n-o)/s:1}var tn=e=>(e/100)**2;var ed=3;function _i({bell:e,verified:t,unverified:n,now:o,watching:s,onWaiting:r}){let[i,a]=b(new Set),[l,m]=b(null),{ringsWatching:d}=me(),h=!s||d?[...t,...n]:[],f=mo(h,i),g=Date.now(),k=gi(f,l,g),$=$i(k,o);return po(e,k,$),L(()=>r(f,o)),{orders:k,level:k.length>0?Fe.indexOf($)+1:0,announcement:td(k),silentSeconds:f.length>k.length?uo(l,g):0,silence:()=>m(hi(f,Date.now())),endSilence:()=>m(null),notice:E=>a(y=>{let C=mo(h,new Set).map(({id:_})=>_);return new Set(C.filter(_=>y.has(_)||E.includes(_)))}),ringAgain:E=>a(y=>new Set([...y].filter(C=>C!==E)))}}function po(e,t,n){X(()=>{if(t.length===0)return;let o=()=>{},s=()=>{let{sound:i,volume:a}=Qt();o=e.play(pt[i],n.gain*tn(a))};s();let r=setInterval(s,n.everySeconds*1e3);return()=>{clearInterval(r),o()}},[t.length>0,t.at(-1)?.id,n])}function td(e){let[t,n]=b(""),o=N([]),s=e.map(({id:r})=>r);return L(()=>{let r=e.filter(({id:i})=>!o.current.includes(i));o.current=s,r.length>0&&n(r.slice(-ed).map(nd).join(" "))},[s.join()]),t}function nd({number:e,items:t}){let n=t.map(o=>c("menu.quantity",{quantity:o.quantity,dish:A(o)}));return c("ticket.new",{number:e,items:n.join(", ")})}function bi({ringing:e}){let{orders:t,silentSeconds:n}=e;if(t.length>0)return u`
      <button type="button" class="danger silence" onClick=${e.silence}>${c("sound.quiet")}</button>`;if(n===0)return null;let o=jn(n);return u`
    <button type="button" class="silence" data-silent=${n} onClick=${e.endSilence}>
      <span>${c("sound.silent",{left:o})}</span>
      <span class="hidden">${c("sound.ring_again")}</span>
    </button>`}var[yi]=Fe;function nn(e){let t=N(()=>{});return L(()=>()=>t.current(),[]),()=>{let{sound:n,volume:o}=Qt(),s=a=>e.play(pt[n],a*tn(o));t.current();let r=s(yi.gain),i=setTimeout(()=>{r=s(en.gain)},yi.everySeconds*1e3);t.current=()=>{clearTimeout(i),r()}}}function wi({station:e,opening:t}){let{bell:n,sessions:o,shop:s}=e,[r,i]=b(!1),a=N(null),l=N(null),m=nn(n);return L(()=>i(!1),[s?.open,s?.paused_until]),X(()=>{if(!r)return;let d=({target:h})=>{a.current?.contains(h)||i(!1)},p=({key:h})=>{h==="Escape"&&(i(!1),l.current?.focus())};return addEventListener("pointerdown",d),addEventListener("keydown",p),()=>{removeEventListener("pointerdown",d),removeEventListener("keydown",p)}},[r]),u`
    <div class="more" ref=${a}>
      <button type="button" ref=${l} aria-expanded=${r} aria-label=${c("more.title")} data-testid="more"
        onClick=${()=>i(!r)}>
        <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
          <circle cx="12" cy="5" r="2.2" /><circle cx="12" cy="12" r="2.2" /><circle cx="12" cy="19" r="2.2" />
        </svg>
      </button>
      ${r&&u`
          <div class="more-items card">
            ${s&&u`<strong class="whole-name">${A(s)}</strong>`}
            ${s?.open&&u`<${Yt} station=${e} opening=${t} />`}
            <button type="button" onClick=${m}>${c("sound.test")}</button>
            <${Ve} />
            <button type="button" onClick=${o.logOut}>${c("login.out")}</button>
          </div>`}
    </div>`}function ki({station:{bell:e,watching:t},waiting:n}){Pe(e.watch);let{ringsWatching:o}=me();if(e.state!=="blocked"||t&&!o)return null;let s=n>0,r=s?c("sound.unheard",{count:n}):c("sound.blocked");return u`
    <button type="button" class="notice sound-notice" data-testid="sound-blocked" data-urgent=${s}
      onClick=${e.unblock}>
      <${od} />
      <span>${r}</span>
    </button>`}function od(){return u`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round">
      <path d="M4 9h4l5-4v14l-5-4H4z" fill="currentColor" />
      <path d="M17 9l5 6M22 9l-5 6" />
    </svg>`}function vi({station:e,ringing:t,dishChanges:n,views:o,view:s,onView:r}){let{connection:i,shop:a,orders:l,shopFeed:m,shopId:d,watching:p}=e,h=ue(e),f=[l,m].flatMap(g=>g?.view??[]);return u`
    <header class="bar">
      <${ks} connection=${i} views=${f} />
      <h1>${a?A(a):d}</h1>
      ${p&&u`<strong class="badge" data-testid="looking">${c("looking.badge")}</strong>`}
      <${Yt} station=${e} opening=${h} />
      <nav class="views" aria-label=${c("kitchen.views")}>
        ${o.map(g=>u`
            <button type="button" key=${g} data-view=${g} aria-current=${g===s?"page":null}
              onClick=${()=>r(g)}>${c(`view.${g}`)}</button>`)}
      </nav>
      <${bi} ringing=${t} />
      <${wi} station=${e} opening=${h} />
      <div class="told">
        <${ki} station=${e} waiting=${t.orders.length} />
        <${ii} opening=${h} dishChanges=${n} />
      </div>
    </header>`}var Si=3e3;function sd(e,t,n){return t.filter(s=>!rd(s,e,n)).reduce((s,r)=>cd(s,r.dishId,r.shown),e)}function rd({dishId:e,shown:t,answeredAt:n},o,s){if(n===null)return!1;let r=o.find(({id:i})=>i===e);return s-n>Si||!r||id(r,t)}var id=(e,t)=>JSON.stringify({...e,...t})===JSON.stringify(e),ad=(e,t)=>Object.fromEntries(Object.entries(t).filter(([n])=>n in e));function cd(e,t,n){let o=e.find(a=>a.id===t);if(!o)return e;let s=e.filter(a=>a!==o),r=n.position??e.indexOf(o);return[...s.slice(0,r),{...o,...n},...s.slice(r)].map((a,l)=>({...a,position:l}))}function xi(e){let[t,n]=b([]),[o,s]=b(null),r=N({number:0,done:Promise.resolve()}),i=async(a,l,m)=>{let d=r.current.number+1,p=e.menu.find(({id:g})=>g===a)??{name:a};s(null),n(g=>[...g.filter(({answeredAt:k})=>k===null||ld(k)),{number:d,dishId:a,shown:m,answeredAt:null}]);let h=fe(e,`/menu/${F(a)}`),f=r.current.done.then(()=>(so(e),e.call("PATCH",h,l)));r.current={number:d,done:f.catch(()=>null)};try{let k={shown:ad(m,await f),answeredAt:Date.now()};return n($=>$.map(E=>E.number===d?{...E,...k}:E)),null}catch(g){let k=U(g);return n($=>$.filter(E=>E.number!==d)),s({dish:p,problem:k}),k}finally{e.shopFeed?.poll()}};return{menu:sd(e.menu,t,Date.now()),changeDish:i,refused:o,onRead:()=>s(null)}}var ld=e=>Date.now()-e<=Si;var ud={"dishes.search":"Search dishes","dishes.sold_out":"Sold out ({count})","dishes.nothing_sold_out":"Everything is available.","dishes.none":"There are no dishes yet. Add them under “Edit menu”.","dishes.not_found":"No dish has this name.","back.title":"{dish}: sold out. Back when?","back.mark":"Mark sold out","back.half_hour":"In 30 minutes","back.hour":"In 1 hour","back.two_hours":"In 2 hours","back.tomorrow":"Tomorrow","back.never":"When I say so","back.own":"At a time","back.own_at":"Back at {time}","back.at":"Sold out, back at {time}","back.bring":"Bring back","back.bring_dish":"Bring back {dish}","editing.title":"Edit menu","editing.begin":"Edit menu","editing.done":"Done","editing.add":"Add a dish","editing.dish":"Change a dish","editing.edit":"Edit","editing.save":"Save","editing.saving":"Saving…","editing.cancel":"Cancel","editing.keep":"Keep it","editing.remove":"Remove from the menu","editing.remove_sure":"Remove {dish} for good?","section.title":"Sections","section.count":"Sections ({count})","section.meaning":"Headings of the menu, in the order that customers see.","section.none":"Without a section","section.new":"New section…","section.add":"Add a section","section.edit":"Change a section","section.remove":"Remove the section","section.remove_sure":"Remove {section}? Its dishes stay on the menu, without a section.","sorting.how":"Drag by the handle. Or press it, move with the arrows, and press it again to put down.","sorting.handle":"Move {name}","sorting.up":"Move up","sorting.down":"Move down","sorting.lifted":"{name} is lifted. Arrows move it, Space puts it down, Escape cancels.","sorting.moved":"{name}: {number} of {count}, {section}","sorting.dropped":"{name} is now {number} of {count}, {section}","sorting.cancelled":"{name} stays where it was.","field.name":"Name","field.name_hint":"Shown where there is none in the reader’s language.","field.name_in":"Name for readers of {language}","field.price":"Price in {currency}","field.section":"Section","field.section_name":"Name of the new section","price.missing":"A price is missing.","price.nonsense":"Digits alone, with at most one point, such as 12.50.","price.too_precise":"This currency has no such small change.","price.too_high":"This is more than a dish may cost here.","check.name_missing":"A name is missing.","check.name_taken":"There is already one of this name.","check.minutes":"Minutes from 1 to 180.","check.late_first":"This must be more than the minutes above.","details.title":"Shop","details.soon":"Minutes until a ticket turns yellow","details.soon_hint":"Its order has waited for long.","details.late":"Minutes until a ticket turns red","details.late_hint":"Its order is late.","details.saved":"Saved on all screens.","link.title":"Link for customers","link.meaning":"Whoever opens it or scans the code comes to your menu.","link.only_here":"Only this device can open this link: {host} means the device itself. Open this page by the address that customers use, then print.","link.copy":"Copy","link.copied":"Copied.","link.copy_by_hand":"Copying is not possible here. The link is selected: copy it by hand.","link.code":"Code to scan for {link}","link.print":"Print a poster","link.scan":"Scan to order"},dd={"dishes.search":"搜索菜品","dishes.sold_out":"已售罄（{count}）","dishes.nothing_sold_out":"全部可点。","dishes.none":"还没有菜品。请点“编辑菜单”添加。","dishes.not_found":"没有叫这个名字的菜品。","back.title":"{dish} 售罄，何时恢复？","back.mark":"标为售罄","back.half_hour":"30 分钟后","back.hour":"1 小时后","back.two_hours":"2 小时后","back.tomorrow":"明天","back.never":"手动恢复","back.own":"自定时间","back.own_at":"{time} 恢复","back.at":"售罄，{time} 恢复","back.bring":"恢复供应","back.bring_dish":"恢复供应：{dish}","editing.title":"编辑菜单","editing.begin":"编辑菜单","editing.done":"完成","editing.add":"添加菜品","editing.dish":"修改菜品","editing.edit":"修改","editing.save":"保存","editing.saving":"保存中…","editing.cancel":"取消","editing.keep":"保留","editing.remove":"从菜单移除","editing.remove_sure":"确定移除 {dish} 吗？无法撤销。","section.title":"分类","section.count":"分类（{count}）","section.meaning":"菜单的分类标题，顾客按此顺序看到。","section.none":"未分类","section.new":"新分类…","section.add":"添加分类","section.edit":"修改分类","section.remove":"移除分类","section.remove_sure":"确定移除“{section}”吗？其中的菜品仍在菜单上，但不再属于任何分类。","sorting.how":"按住手柄拖动；或点一下手柄，用箭头移动，再点一下放下。","sorting.handle":"移动 {name}","sorting.up":"上移","sorting.down":"下移","sorting.lifted":"已拿起 {name}。方向键移动，空格键放下，Esc 键取消。","sorting.moved":"{name}：{section}，第 {number} 个，共 {count} 个","sorting.dropped":"{name} 现在是 {section} 的第 {number} 个，共 {count} 个","sorting.cancelled":"{name} 留在原处。","field.name":"名称","field.name_hint":"没有读者语言的名称时显示。","field.name_in":"{language} 名称","field.price":"价格（{currency}）","field.section":"分类","field.section_name":"新分类的名称","price.missing":"请填写价格。","price.nonsense":"只能填数字，最多一个小数点，例如 12.50。","price.too_precise":"此货币没有这么小的单位。","price.too_high":"超过了菜品价格的上限。","check.name_missing":"请填写名称。","check.name_taken":"已有同名的了。","check.minutes":"请填 1 到 180 分钟。","check.late_first":"必须大于上面的分钟数。","details.title":"店铺","details.soon":"几分钟后订单卡变黄","details.soon_hint":"表示订单等待较久。","details.late":"几分钟后订单卡变红","details.late_hint":"表示订单已超时。","details.saved":"已保存，所有屏幕生效。","link.title":"顾客点单链接","link.meaning":"打开链接或扫码即可看到您的菜单。","link.only_here":"只有本机能打开此链接：{host} 指的是设备自身。请先用顾客能访问的地址打开此页面，再打印。","link.copy":"复制","link.copied":"已复制。","link.copy_by_hand":"此处无法自动复制。链接已选中，请手动复制。","link.code":"二维码：{link}","link.print":"打印海报","link.scan":"扫码点单"},on={en:ud,zh:dd};var gt=e=>e.trim()===""?"check.name_missing":null,sn=(e,t)=>t.includes(e.trim())?"check.name_taken":gt(e);function ht(e){let t=e.normalize("NFKC").trim(),n=/^\d{1,3}$/.test(t)?Number(t):0;return n>=1&&n<=180?n:null}function Ei(e,t){let[n,o]=[ht(e),ht(t)],s=n!==null&&o!==null&&n>=o;return{soon:n===null?"check.minutes":null,late:o===null?"check.minutes":s?"check.late_first":null}}function Qe(e,t){let o=Object.entries({...e,...t}).map(([s,r])=>[s,r.trim()]).filter(([,s])=>s!=="");return o.length?Object.fromEntries(o):null}function te({name:e,label:t,value:n,onValue:o,problem:s,hint:r,mode:i="text",limit:a,lang:l}){let m=`${e}-about`;return u`
    <div class="field">
      <label>${t}
        <input name=${e} value=${n} inputmode=${i} maxlength=${a} lang=${l} autocomplete="off"
          aria-invalid=${s?"true":"false"} aria-describedby=${m} onInput=${p=>o(p.currentTarget.value)} />
      </label>
      <p id=${m} class=${s?"wrong":"faint"}>${s?c(s):r}</p>
    </div>`}function rn(e,t){let n=Object.entries(t).find(([,s])=>s)?.[0],o=n&&e.elements.namedItem(n);return o instanceof HTMLElement?(o.focus(),!0):!1}function et({names:e,typed:t,onTyped:n}){return we.map(o=>u`
      <${te} key=${o} name=${`name-${o}`} lang=${o} limit=${80}
        label=${c("field.name_in",{language:c("language.name",void 0,o)})}
        value=${t[o]??e?.[o]??""}
        onValue=${s=>n({...t,[o]:s})} />`)}var md=1e7,pd=/^(\d*)(?:[.,。、](\d*))?$/;function Ti(e,t){let n=e.normalize("NFKC").replaceAll(/[\s\p{Sc}]/gu,"");if(n==="")return{problem:"price.missing"};let[,o="",s=""]=pd.exec(n)??[];if(o+s==="")return{problem:"price.nonsense"};let r=Re(t);if(s.length>r)return{problem:"price.too_precise"};let i=Number(o+s.padEnd(r,"0"));return i>md?{problem:"price.too_high"}:{amount:i}}function an({label:e,question:t,onSure:n}){let[o,s]=b(!1);return o?u`
    <div class="removing" role="alert">
      <p>${t}</p>
      <div class="form-actions">
        <button type="button" class="danger" data-testid="remove-sure" onClick=${n}>${e}</button>
        <button type="button" onClick=${()=>s(!1)}>${c("editing.keep")}</button>
      </div>
    </div>`:u`<button type="button" class="danger" onClick=${()=>s(!0)}>${e}</button>`}var $t=" ";function Mi({station:e,dish:t,changeDish:n,onClose:o}){let[s,r]=b({}),[i,a]=b({}),[l,m]=b(!1),[d,p]=b(!1),[h,f]=b(null),{problem:g,changeShop:k}=ue(e),$=c(t?"editing.dish":"editing.add");if(t==="gone")return u`<${Q} title=${$} onClose=${o}><p class="notice">${c(d?"editing.saving":"editing.gone")}</p><//>`;let{currency:E="CNY",sections:y=[]}=e.shop??{},C=y.some(({name:M})=>M===t?.section)?t?.section:null,_=s.name??t?.name??"",D=s.price??(t?Ye(t.price,E):""),w=s.section??C??"",S=Ti(D,E),v=s.newSection??"",x={name:gt(_),price:"problem"in S?S.problem:null,newSection:w===$t?sn(v,y.map(M=>M.name)):null},O=M=>l||s[M]!==void 0?x[M]:null,R=M=>B=>r(ne=>({...ne,[M]:B})),T=async()=>{if(w===$t){let oe={name:v.trim()};if(!await k({sections:[...y,oe]}))return!1;r(bt=>({...bt,section:oe.name}))}let M=w===$t?v.trim():w||null,B={..._.trim()!==t?.name&&{name:_.trim()},..."amount"in S&&S.amount!==t?.price&&{price:S.amount},...Object.keys(i).length&&{names:Qe(t?.names,i)},...(!t||M!==C)&&{section:M}},ne=t?await n(t.id,B,B):await I(B);return f(ne),!ne},I=async M=>{let B=e.sessions.token();try{return await le("POST",fe(e,"/menu"),{token:B,body:M}),null}catch(ne){let oe=U(ne);return oe.status===401&&e.sessions.refused(B),oe}finally{e.shopFeed?.poll()}},H=async()=>{p(!0),f(null);try{await e.call("DELETE",fe(e,`/menu/${F(t?.id??"")}`)),o()}catch(M){let B=U(M);B.code==="unknown_dish"?o():f(B)}p(!1),e.shopFeed?.poll()};return u`
    <${Q} title=${$} onClose=${o}>
      <form class="editor" onSubmit=${async M=>{if(M.preventDefault(),m(!0),rn(M.currentTarget,x))return;p(!0);let B=await T();p(!1),B&&o()}} novalidate>
        <fieldset disabled=${d}>
          <${te} name="name" label=${c("field.name")} value=${_} limit=${80} problem=${O("name")}
            hint=${c("field.name_hint")} onValue=${R("name")} />
          <${et} names=${t?.names} typed=${i} onTyped=${a} />
          <${te} name="price" label=${c("field.price",{currency:E})} value=${D} mode="decimal"
            problem=${O("price")} onValue=${R("price")} />
          <label>${c("field.section")}
            <select name="section" value=${w}
              onChange=${M=>R("section")(M.currentTarget.value)}>
              <option value="">${c("section.none")}</option>
              ${y.map(M=>u`<option key=${M.name} value=${M.name}>${A(M)}</option>`)}
              <option value=${$t}>${c("section.new")}</option>
            </select>
          </label>
          ${w===$t&&u`
              <${te} name="newSection" label=${c("field.section_name")} value=${v} limit=${80}
                problem=${O("newSection")} onValue=${R("newSection")} />`}
          <${Ce} problem=${h??g} />
          <div class="form-actions">
            <button class="primary">${c("editing.save")}</button>
            <button type="button" onClick=${o}>${c("editing.cancel")}</button>
          </div>
          ${t&&u`
              <${an} question=${c("editing.remove_sure",{dish:A(t)})}
                label=${c("editing.remove")} onSure=${H} />`}
        </fieldset>
      </form>
    <//>`}function Ci({station:e,section:t,menu:n,onClose:o}){let[s,r]=b(null),[i,a]=b({}),[l,m]=b(!1),[d,p]=b(null),[h,f]=b(!1),[g,k]=b(null),{problem:$,changeShop:E}=ue(e),y=()=>e.shopFeed?.view.entries[0]?.sections??[],C=c(t?"section.edit":"section.add");if(t==="gone")return u`<${Q} title=${C} onClose=${o}><p class="notice">${c(h?"editing.saving":"editing.gone")}</p><//>`;let _=T=>T.name!==t?.name,D=y().filter(T=>_(T)&&T.name!==d).map(T=>T.name),w=s??t?.name??"",S=sn(w,D),v=async T=>{if(!t)return E({sections:[...y(),T]});let I=t.name;if(I===T.name)return E({sections:y().map(M=>_(M)?M:T)});p(T.name);let H=M=>M===I||M===d&&M!==T.name;if(!y().some(M=>M.name===T.name)){let M=y().flatMap(B=>_(B)?B:[T,B]);if(!await E({sections:M}))return!1}for(let{id:M}of n.filter(({section:B})=>B&&H(B)))await e.call("PATCH",fe(e,`/menu/${F(M)}`),{section:T.name});let Y=y().filter(M=>!H(M.name));return E({sections:Y.map(M=>M.name===T.name?T:M)})},x=async T=>{f(!0),k(null);try{await T()&&o()}catch(I){k(U(I))}f(!1)},O=T=>{if(T.preventDefault(),m(!0),S)return T.currentTarget.querySelector("input")?.focus();x(()=>v({name:w.trim(),names:Qe(t?.names,i)}))},R=()=>x(()=>E({sections:y().filter(_)}));return u`
    <${Q} title=${C} onClose=${o}>
      <form class="editor" onSubmit=${O} novalidate>
        <fieldset disabled=${h}>
          <${te} name="name" label=${c("field.name")} value=${w} limit=${80} onValue=${r}
            problem=${l||s!==null?S:null} hint=${c("field.name_hint")} />
          <${et} names=${t?.names} typed=${i} onTyped=${a} />
          <${Ce} problem=${g??$} />
          <div class="form-actions">
            <button class="primary">${c("editing.save")}</button>
            <button type="button" onClick=${o}>${c("editing.cancel")}</button>
          </div>
          ${t&&u`
              <${an} label=${c("section.remove")} onSure=${R}
                question=${c("section.remove_sure",{section:A(t)})} />`}
        </fieldset>
      </form>
    <//>`}var fd="heading:";function Oi(e){return e.flatMap(({section:t,dishes:n})=>{let o=t?.name??null,s={id:`${fd}${o??""}`,group:o,isHeading:!0},r=n.map(({id:i})=>({id:i,group:o,isHeading:!1}));return e.length>1?[s,...r]:r})}var Le=(e,t)=>e.filter(n=>n.id!==t),cn=(e,t)=>e.findIndex(n=>n.id===t);function fo(e,t,n){let o=Le(e,t);return Math.min(o.length,Math.max(o[0]?.isHeading?1:0,n))}function ho(e,t,n){let o=Le(e,t),s=(o[n-1]??o[n])?.group??null,r=a=>a.group===s&&!a.isHeading,i=o.slice(0,n).filter(r).length+1;return{group:s,number:i,count:o.filter(r).length+1}}function Li(e,t,n){let o=Le(e,t).map(s=>s.id);return[...o.slice(0,n),t,...o.slice(n)]}function Ni(e,t,n,o){if(o===cn(t,n))return null;let s=Le(t,n),{group:r}=ho(t,n,o),[i,a]=[s[o-1],s[o]],l=e.filter(p=>p.id!==n).map(p=>p.id),m=a&&!a.isHeading&&a.group===r?l.indexOf(a.id):i&&!i.isHeading?l.indexOf(i.id)+1:l.length;return t.some(p=>p.id===n&&p.group===r)?{position:m}:{position:m,section:r}}function Ai(e,t,n,{onMove:o,onDrop:s,onCancel:r}){let{pointerId:i,currentTarget:a}=e,l=e.clientY+scrollY,m=new AbortController,d=e.clientY,p=-1,h=!1,f=()=>{if(m.signal.aborted)return;if(!t.isConnected)return g(r);scrollBy(0,hd(d,innerHeight)),t.style.setProperty("translate",`0 ${d+scrollY-l}px`);let C=n().filter(_=>_&&Di(_)<d).length;C!==p&&o(C),p=C,requestAnimationFrame(f)},g=C=>{m.abort(),t.style.removeProperty("translate"),C()},k=C=>{C.pointerId===i&&(d=C.clientY,!(h||Math.abs(d+scrollY-l)<6)&&(h=!0,a.setPointerCapture(i),f()))},$=C=>{if(C.pointerId!==i)return;let _=n().filter(D=>D&&Di(D)<C.clientY).length;g(()=>h&&s(_))},E=C=>C.key==="Escape"&&g(r),{signal:y}=m;addEventListener("pointermove",k,{signal:y}),addEventListener("pointerup",$,{signal:y}),addEventListener("pointercancel",()=>g(r),{signal:y}),addEventListener("keydown",E,{signal:y})}function hd(e,t){let n=Math.max(0,90-e),o=Math.max(0,90-(t-e));return(18*Math.min(90,o)-18*Math.min(90,n))/90}function Di(e){let{top:t,height:n}=e.getBoundingClientRect();return t+n/2}var gd={ArrowUp:-1,ArrowDown:1};function ln({rows:e,nameOf:t,groupOf:n,onDrop:o}){let s=N(null),[r,i]=b(null),[a,l]=b(""),[m,d]=b({id:""}),p=N(!1),h=N({rows:e,onDrop:o});h.current={rows:e,onDrop:o};let f=_=>s.current?.querySelector(`[data-row="${CSS.escape(_)}"]`),g=(_,D,w)=>{let{group:S,number:v,count:x}=ho(h.current.rows,_,D);l(c(w,{name:t(_),section:n(S),number:v,count:x}))},k=_=>{i({id:_,place:cn(e,_),isDragged:!1}),l(c("sorting.lifted",{name:t(_)}))},$=()=>{r&&l(c("sorting.cancelled",{name:t(r.id)})),i(null)},E=(_,D)=>{i(null),g(_,D,"sorting.dropped"),h.current.onDrop(_,D),d({id:_})},y=_=>{if(!r)return;let D=fo(e,r.id,r.place+_);i({...r,place:D}),g(r.id,D,"sorting.moved"),f(Le(e,r.id)[D-1]?.id??"")?.scrollIntoView({block:"nearest"})},C=(_,D)=>{p.current=!1;let w=f(D);if(_.button!==0||!(w instanceof HTMLElement))return;let S=()=>Le(h.current.rows,D).map(O=>f(O.id)),v=O=>fo(h.current.rows,D,O),x=()=>setTimeout(()=>{p.current=!1});Ai(_,w,S,{onMove:O=>{p.current=!0,i({id:D,place:v(O),isDragged:!0})},onDrop:O=>{E(D,v(O)),x()},onCancel:()=>{i(null),x()}})};return X(()=>{let _=f(m.id)?.querySelector(".handle");_ instanceof HTMLElement&&_.focus()},[m]),{list:s,lifted:r,said:a,move:y,rowProps:_=>{let D=r&&Le(e,r.id),w=r&&D&&cn(e,r.id)!==r.place,S=w&&D[r.place-1]?.id===_?"below":w&&r.place===0&&D[0]?.id===_&&"above";return{"data-row":_,"data-lifted":r?.id===_,"data-line":S||null}},handleProps:_=>({type:"button",class:"handle","aria-label":c("sorting.handle",{name:t(_)}),"aria-pressed":r?.id===_?"true":"false",onPointerDown:D=>C(D,_),onClick:()=>{p.current||(r?.id===_?E(_,r.place):k(_))},onKeyDown:D=>{if(r?.id!==_)return;let w=gd[D.key];(D.key==="Escape"||D.key==="Tab")&&$(),w&&(D.preventDefault(),y(w))}})}}var Ii="";function Pi({station:e,menu:t}){let[n,o]=b(null),{problem:s,changeShop:r}=ue(e),i=e.shop?.sections??[],a=new Map(i.map(d=>[d.name,d])),l=i.map(({name:d})=>({id:d,group:null,isHeading:!1})),m=ln({rows:l,nameOf:d=>A(a.get(d)??{name:d}),groupOf:()=>c("section.title"),onDrop:(d,p)=>r({sections:Li(l,d,p).flatMap(h=>a.get(h)??[])})});return u`
    <details class="card sections" open=${i.length===0&&t.length>0}>
      <summary>${c("section.count",{count:i.length})}</summary>
      <p class="faint">${c("section.meaning")}</p>
      <${Ce} problem=${s} />
      <p class="hidden" aria-live="assertive">${m.said}</p>
      <ul class="sorted" ref=${m.list}>
        ${i.map(d=>u`
            <li key=${d.name} data-section=${d.name} ...${m.rowProps(d.name)}>
              <button ...${m.handleProps(d.name)}><${$o} /></button>
              <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${()=>o(d.name)}>
                <span class="dish-name">${A(d)}</span>
                <span class="dish-act">${c("editing.edit")}</span>
              </button>
              <${go} id=${d.name} sorting=${m} />
            </li>`)}
      </ul>
      <button type="button" data-testid="add-section" onClick=${()=>o(Ii)}>${c("section.add")}</button>
    </details>
    ${n!==null&&u`
        <${Ci} station=${e} section=${n===Ii?null:a.get(n)??"gone"}
          menu=${t} onClose=${()=>o(null)} />`}`}function un(e,t){let n=new Set(t.map(({name:s})=>s)),o=e.filter(({section:s})=>!n.has(s??""));return[...t.map(s=>({section:s,dishes:e.filter(r=>r.section===s.name)})),{section:null,dishes:o}]}function Ri(e,t){let n=t.trim().toLowerCase();return e.filter(({name:o,names:s})=>[o,...Object.values(s??{})].some(r=>r.toLowerCase().includes(n)))}var Ui="new";function Bi({station:e,menu:t,changeDish:n}){let[o,s]=b(null),r=e.shop?.sections??[],i=Oi(un(t,r)),a=new Map(t.map(d=>[d.id,d])),l=d=>{let p=r.find(({name:h})=>h===d);return p?A(p):c("section.none")},m=ln({rows:i,groupOf:l,nameOf:d=>A(a.get(d)??{name:""}),onDrop:(d,p)=>{let h=Ni(t,i,d,p);h&&n(d,h,h)}});return u`
    <${Pi} station=${e} menu=${t} />
    <button type="button" class="primary wide" data-testid="add-dish" onClick=${()=>s(Ui)}>
      ${c("editing.add")}</button>
    ${t.length>1&&u`<p class="faint">${c("sorting.how")}</p>`}
    <p class="hidden" aria-live="assertive" data-testid="sorting">${m.said}</p>
    <ul class="sorted" ref=${m.list}>
      ${i.map(({id:d,group:p,isHeading:h})=>{let f=a.get(d);return h?u`<li key=${d} class="heading" ...${m.rowProps(d)}><h3>${l(p)}</h3></li>`:f&&u`<${$d} key=${d} dish=${f} station=${e} sorting=${m} onOpen=${()=>s(d)} />`})}
    </ul>
    ${o&&u`
        <${Mi} station=${e} dish=${o===Ui?null:a.get(o)??"gone"}
          changeDish=${n} onClose=${()=>s(null)} />`}`}function $d({dish:e,station:t,sorting:n,onOpen:o}){let s=Z(e.price,t.shop?.currency??"",P());return u`
    <li data-edit-id=${e.id} ...${n.rowProps(e.id)}>
      <button ...${n.handleProps(e.id)}><${$o} /></button>
      <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${o}>
        <span class="dish-name">${A(e)}
          ${!e.available&&u`<small class="badge">${c("menu.sold_out")}</small>`}</span>
        <span class="price">${s}</span>
        <span class="dish-act">${c("editing.edit")}</span>
      </button>
      <${go} id=${e.id} sorting=${n} />
    </li>`}function go({id:e,sorting:{lifted:t,move:n}}){return t?.id!==e||t.isDragged?null:u`
    <button type="button" class="icon" aria-label=${c("sorting.up")} onClick=${()=>n(-1)}>
      <span aria-hidden="true">↑</span></button>
    <button type="button" class="icon" aria-label=${c("sorting.down")} onClick=${()=>n(1)}>
      <span aria-hidden="true">↓</span></button>`}function $o(){return u`
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="currentColor">
      <path d="M4 7h16v2H4zM4 11h16v2H4zM4 15h16v2H4z" />
    </svg>`}var Fi="04:00";function tt(e){let t=new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn",{timeZone:e,year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",hourCycle:"h23"});return n=>{let o=t.formatToParts(new Date(n)).map(({type:d,value:p})=>[d,p]),{year:s,month:r,day:i,hour:a,minute:l,second:m}=Object.fromEntries(o);return{date:`${s}-${r}-${i}`,time:`${a}:${l}:${m}`}}}function Hi(e,t){let{date:n,time:o}=tt(t)(e);return o<Fi?dn(n,-1):n}function dn(e,t){return new Date(Date.parse(e)+t*864e5).toISOString().slice(0,10)}var ji=(e,t)=>_o(Fi,e,t);function _o(e,t,n){let o=tt(n),{date:s}=o(t),r=a=>{let l=Date.parse(`${a}T${e}Z`),m=l-zi(o,t),d=l-zi(o,m);return o(d).time.startsWith(e)?d:m},i=r(s);return i>t?i:r(dn(s,1))}function zi(e,t){let{date:n,time:o}=e(t);return Date.parse(`${n}T${o}Z`)-Math.floor(t/1e3)*1e3}var qi=["half_hour","hour","two_hours","tomorrow","never"],_d=6e4;function Wi(e,t,n){if(e==="never")return null;if(e==="half_hour")return 30;if(e==="hour")return 60;if(e==="two_hours")return 120;let o=e==="tomorrow"?ji(t,n):_o(e,t,n);return Math.max(1,Math.ceil((o-t)/_d))}function Gi({momentOf:e,onChoose:t}){let[n,o]=b(null),s=i=>{i.preventDefault(),n&&t(n)},r=({currentTarget:{value:i}})=>o(i||null);return u`
    <form class="back-time" onSubmit=${s}>
      <label>${c("back.own")}<input type="time" name="back-time" onInput=${r} /></label>
      <button disabled=${!n}>${c("back.own_at",{time:(n&&e(n))??"…"})}</button>
    </form>`}var bd=6e4;function Ki({station:e,menu:t,changeDish:n,wanted:o}){let[s,r]=b(null),{shop:i,watching:a}=e,l=t.filter(({available:$})=>!$),m=l.length?c("dishes.sold_out",{count:l.length}):c("dishes.nothing_sold_out"),d=Ri(t,o),p=un(d,i?.sections??[]).filter(({dishes:$})=>$.length>0),h=t.find(({id:$})=>$===s),f=($,E,y)=>{r(null),n($.id,E,y)},g=$=>f($,{available:!0},{available:!0,back_at:null}),k=($,E)=>{let{minutes:y,back_at:C}=bo(E,e),_={available:!1,...y&&{back_minutes:y}};f($,_,{available:!1,back_at:C})};return u`
    ${t.length===0?u`<p class="dishes-none faint">${c("dishes.none")}</p>`:u`
          <section class="sold-out" aria-labelledby="sold-out">
            <h2 id="sold-out">${m}</h2>
            <ul>
              ${l.map($=>u`
                  <li key=${$.id} data-sold-out=${$.id}>
                    <span><strong>${A($)}</strong> ${Yi($,e)}</span>
                    ${!a&&u`<${Vi} dish=${$} onPress=${()=>g($)} />`}
                  </li>`)}
            </ul>
          </section>`}
    ${t.length>0&&d.length===0&&u`<p class="dishes-none faint">${c("dishes.not_found")}</p>`}
    ${p.map(({section:$,dishes:E})=>u`
        <section key=${$?.name??""} class="dish-section">
          ${(i?.sections??[]).length>0&&u`<h2>${$?A($):c("section.none")}</h2>`}
          <ul>
            ${E.map(y=>u`
                <li key=${y.id} data-dish-id=${y.id} data-available=${y.available}>
                  <${yd} dish=${y} station=${e} onPress=${()=>r(y.id)} />
                  ${!y.available&&!a&&u`<${Vi} dish=${y} onPress=${()=>g(y)} />`}
                </li>`)}
          </ul>
        </section>`)}
    ${h&&u`
        <${Q} title=${c("back.title",{dish:A(h)})} onClose=${()=>r(null)}>
          <div class="choices">
            ${qi.map($=>u`
                <button type="button" key=${$} data-back=${$} onClick=${()=>k(h,$)}>
                  ${c(`back.${$}`)} <small>${yo(bo($,e),e)}</small></button>`)}
            <${Gi} onChoose=${$=>k(h,$)}
              momentOf=${$=>yo(bo($,e),e)} />
          </div>
        <//>`}`}function yd({dish:e,station:t,onPress:n}){let o=u`
    <span class="dish-name">${A(e)}
      ${!e.available&&u`<small class="badge">${Yi(e,t)}</small>`}</span>`;return t.watching?u`<div class="dish-line">${o}</div>`:u`
    <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${n}>${o}
      ${e.available&&u`<span class="dish-act">${c("back.mark")}</span>`}</button>`}function Vi({dish:e,onPress:t}){return u`
    <button type="button" class="bring-back" aria-label=${c("back.bring_dish",{dish:A(e)})}
      onClick=${t}>${c("back.bring")}</button>`}function bo(e,{shop:t,now:n}){let o=Wi(e,n,t?.timezone??"UTC");return o===null?{minutes:o,back_at:null}:{minutes:o,back_at:new Date(n+o*bd).toISOString()}}var yo=({back_at:e},{shop:t,now:n})=>e?It(e,P(),n,t?.timezone):null;function Yi(e,t){let n=yo(e,t);return n?c("back.at",{time:n}):c("menu.sold_out")}ae(on);function Xi({station:e,dishChanges:{menu:t,changeDish:n}}){let[o,s]=b(!1),[r,i]=b("");if(!e.shop)return u`<${ce} view=${e.shopFeed?.view} />`;let a=l=>i(l.currentTarget.value);return u`
    <div class="dish-list" data-editing=${o}>
      <div class="dish-tools">
        ${o?u`<h2>${c("editing.title")}</h2>`:u`
              <input type="search" value=${r} aria-label=${c("dishes.search")}
                placeholder=${c("dishes.search")} onInput=${a} />`}
        ${!e.watching&&u`
            <button type="button" class=${o?"primary":""} data-testid="edit-menu"
              onClick=${()=>s(!o)}>${c(o?"editing.done":"editing.begin")}</button>`}
      </div>
      ${o?u`<${Bi} station=${e} menu=${t} changeDish=${n} />`:u`<${Ki} station=${e} menu=${t} changeDish=${n} wanted=${r} />`}
    </div>`}var Ji=["never","placed","accepted"],Zi=[1,2,3],wd=1e3,mn=()=>({moment:"never",copies:1,since:0,...q("printing")}),Qi=e=>K("printing",e),wo=()=>q("printed")??[],ea=e=>K("printed",kd(wo(),e)),kd=(e,t)=>[...e.filter(n=>n!==t),t].slice(-wd);function ta(e,{moment:t,since:n},o){if(t==="never")return[];let s=new Set(o),r=i=>(t==="placed"?i.placed_at:i.accepted_at)??"";return e.filter(i=>!s.has(i.id)&&Date.parse(r(i))>=n).sort((i,a)=>r(i)<r(a)?-1:1)}var vd=15,Sd=3,na=e=>navigator.locks?xd(e):Ed(e);function xd(e){let t=new AbortController,n=!1,o=()=>{},s=()=>(n=!0,new Promise(r=>{o=()=>r(void 0)}));return navigator.locks.request(e,{signal:t.signal},s).catch(()=>{}),{isHeld:()=>n,release(){n=!1,t.abort(),o()}}}function Ed(e){let t=jt(),n=0,o=()=>{let{lease:a,isHeld:l}=Td(q(e),t,Date.now());a.holder===t&&K(e,a),n=l?a.until:0},s=()=>{n=0,q(e)?.holder===t&&wt(e)},r=()=>{clearInterval(i),removeEventListener("pagehide",s),s()},i=setInterval(o,Sd*1e3);return addEventListener("pagehide",s),o(),{isHeld:()=>Date.now()<n,release:r}}function Td(e,t,n){let o=vd*1e3,s=(e?.until??0)-n;return e!==null&&e.holder!==t&&s>0&&s<=o?{lease:e,isHeld:!1}:{lease:{holder:t,until:n+o},isHeld:e?.holder===t}}function oa({verified:e,watching:t,shop:n,menu:o}){let s=mn(),r=s.moment!=="never"&&!t&&re(),i=N(null),a=N(new Set);L(()=>{if(r)return i.current=na("printing-turn"),()=>{i.current?.release(),i.current=null}},[r]),L(()=>{if(!i.current?.isHeld())return;let l=[...wo(),...a.current];for(let m of ta(e,s,l))a.current.add(m.id),ut(m,{copies:s.copies,menu:o,timezone:n?.timezone}).then(()=>{ea(m.id),a.current.delete(m.id)})})}var sa=99,Md="/icon.svg",Ne={waiting:0,isLost:!1};function fn(e){L(()=>pn({waiting:e})),L(()=>()=>pn({waiting:0}),[])}function ra(e){L(()=>(pn({isLost:e}),()=>pn({isLost:!1})),[e])}function pn(e){Object.assign(Ne,e),document.title=Cd(Ne.waiting,c("app.kitchen"),Ne.isLost);let t=document.querySelector("link[rel=icon][type='image/svg+xml']"),n=Ne.isLost||Ne.waiting>0?Od(Ne.waiting,Ne.isLost):Md;!t||t.getAttribute("href")===n||(t.setAttribute("href",n),Ld())}var Cd=(e,t,n=!1)=>[n&&"⚠",e>0&&`(${e})`,t].filter(Boolean).join(" ");function Od(e,t=!1){let n=e>sa?`${sa}+`:String(e),o=t?"!":n,s=[0,22,18,13][o.length],r=`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="7" fill="${t?"#a81c1c":"#b83a0b"}"/>
    <path d="M2 12a7 7 0 0 1 14 0z" fill="#fff"/><rect x="1" y="13" width="16" height="2" rx="1" fill="#fff"/>
    <rect x="8" y="9" width="24" height="23" rx="7" fill="#fff"/>
    <text x="20" y="${20.5+(s??0)*.36}" font-family="sans-serif" font-size="${s}" font-weight="700"
      text-anchor="middle" fill="#a81c1c">${o}</text></svg>`;return`data:image/svg+xml,${encodeURIComponent(r)}`}function Ld(){let{waiting:e,isLost:t}=Ne;(t?navigator.setAppBadge?.():e>0?navigator.setAppBadge?.(e):navigator.clearAppBadge?.())?.catch(()=>{})}function hn(e){let t=N(null);return L(()=>{let{style:n}=document.documentElement,o=new ResizeObserver(()=>{n.setProperty(e,`${t.current?.offsetHeight??0}px`)});return t.current&&o.observe(t.current),()=>{o.disconnect(),n.removeProperty(e)}},[]),t}function ia(e,{since:t,watchedSince:n},o){let s=t-36e5,r=e.filter(m=>m>s&&m<=t),i=t-Math.min(n,...r),a=Math.min(36e5,Math.max(6e5,i)),l=r.length*Math.max(0,o-t)/a;return{about:Math.round(l),pace:r.length,minutes:Math.ceil(a/6e4)}}function aa(e,t,n){let o=e.filter(({id:s,placed_at:r})=>!t.has(s)&&Date.parse(r)>n);return[...new Set(o.map(({id:s})=>s))]}function ca(e,t,n){let o=t.map(({id:r,placed_at:i})=>[r,Date.parse(i)]),s=[...e].filter(([,r])=>r>n-36e5);return new Map([...s,...o])}var Nd=4,Dd=60;function da(e){let{connection:t,orders:n,shop:o,verified:s,unverified:r,now:i}=e,a=se(t,n),l=At(a,Nd);ra(l);let m=N(!1),d=N({known:new Map,since:null,watchedSince:null}),[p,h]=b(null);L(()=>{if(l&&(m.current=!0),a||!n?.view.loaded)return;let y=[...s,...r],{known:C,since:_}=d.current;m.current&&_!==null&&Ad(e,y,C,_).then(h),m.current=!1;let D=bs(n.view,y);d.current={known:ca(C,y,D),since:D,watchedSince:d.current.watchedSince??D}}),L(()=>{if(p===null)return;let y=setTimeout(()=>h(null),Dd*1e3);return()=>clearTimeout(y)},[p]);let{known:f,since:g,watchedSince:k}=d.current,$=g!==null&&k!==null?ia([...f.values()],{since:g,watchedSince:k},i):null,E=o?.timezone;return{isLost:l,since:g,missed:$,came:p,timezone:E,onRead:()=>h(null)}}async function Ad(e,t,n,o){let s=await Kt(e).catch(()=>[]);return aa([...t,...s],n,o).length}function ma({lost:e,now:t}){let{isLost:n,missed:o,came:s,onRead:r}=e;return u`
    <p class="hidden" aria-live="polite" data-testid="lost-said">${n?c("lost.said"):ua(s)}</p>
    ${n&&u`
        <${la} key="lost">
          <div class="lost" data-testid="lost" data-about=${o?.about??null}>
            <${Rd} />
            <p>
              <strong>${c("lost.title")}</strong>
              <span>${Id(e,t)}</span>
              <span>${Pd(o)}</span>
            </p>
          </div>
        <//>`}
    ${!n&&s!==null&&u`
        <${la} key="came">
          <div class="came" data-testid="came" data-came=${s}>
            <p>${ua(s)}</p>
            <button type="button" onClick=${r}>${c("lost.read")}</button>
          </div>
        <//>`}`}function la({children:e}){return u`<div class="band" ref=${hn("--band-height")}>${e}</div>`}function Id({since:e,timezone:t},n){if(e===null)return c("lost.never");let o=Math.floor(Math.max(0,n-e)/6e4);return c(o>0?"lost.since":"lost.since_now",{time:J(e,P(),t),minutes:o})}function Pd(e){return e?e.about===0?c(e.pace>0?"lost.few":"lost.quiet",e):c(e.about>1?"lost.about":"lost.one",e):c("lost.unknown")}function ua(e){return e===null?"":e===0?c("lost.came_none"):e===1?c("lost.came_one"):c("lost.came",{came:e})}function Rd(){return u`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round">
      <path d="M3 9a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M10 17a3 3 0 0 1 4 0" />
      <path d="M4 21L20 3" stroke-width="2.6" />
    </svg>`}var pa=e=>`#/shop/${encodeURIComponent(e)}`;var He=(e=>(e[e.Border=-1]="Border",e[e.Data=0]="Data",e[e.Function=1]="Function",e[e.Position=2]="Position",e[e.Timing=3]="Timing",e[e.Alignment=4]="Alignment",e))(He||{}),Ud=[0,1],ha=[1,0],ga=[2,3],$a=[3,2],Bd={L:Ud,M:ha,Q:ga,H:$a},zd=/^\d*$/,Fd=/^[A-Z0-9 $%*+./:-]*$/,ko="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:",Eo=1,To=40,fa=3,Hd=3,gn=40,jd=10,_a=[[-1,7,10,15,20,26,18,20,24,30,18,20,24,26,30,22,24,28,30,28,28,28,28,30,30,26,28,30,30,30,30,30,30,30,30,30,30,30,30,30,30],[-1,10,16,26,18,24,16,18,22,22,26,30,22,22,24,24,28,28,26,26,26,26,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28],[-1,13,22,18,26,18,24,18,22,20,24,28,26,24,20,30,24,28,28,26,30,28,30,30,30,30,28,30,30,30,30,30,30,30,30,30,30,30,30,30,30],[-1,17,28,22,16,22,28,26,26,24,28,24,28,22,24,24,30,28,28,26,28,30,24,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30]],ba=[[-1,1,1,1,1,1,2,2,2,2,4,4,4,4,4,6,6,6,6,7,8,8,9,9,10,12,12,12,13,14,15,16,17,18,19,19,20,21,22,24,25],[-1,1,1,1,2,2,4,4,4,5,5,5,8,9,9,10,10,11,13,14,16,17,17,18,20,21,23,25,26,28,29,31,33,35,37,38,40,43,45,47,49],[-1,1,1,2,2,4,4,6,6,8,8,8,10,12,16,12,17,16,18,21,20,23,23,25,27,29,34,34,35,38,40,43,45,48,51,53,56,59,62,65,68],[-1,1,1,2,4,4,4,5,6,8,8,11,11,16,16,18,16,19,21,25,25,25,34,30,32,35,37,40,42,45,48,51,54,57,60,63,66,70,74,77,81]],vo=class{constructor(t,n,o,s){if(this.version=t,this.ecc=n,t<Eo||t>To)throw new RangeError("Version value out of range");if(s<-1||s>7)throw new RangeError("Mask value out of range");this.size=t*4+17;let r=Array.from({length:this.size}).fill(!1);for(let a=0;a<this.size;a++)this.modules.push(r.slice()),this.types.push(r.map(()=>0));this.drawFunctionPatterns();let i=this.addEccAndInterleave(o);if(this.drawCodewords(i),s===-1){let a=1e9;for(let l=0;l<8;l++){this.applyMask(l),this.drawFormatBits(l);let m=this.getPenaltyScore();m<a&&(s=l,a=m),this.applyMask(l)}}this.mask=s,this.applyMask(s),this.drawFormatBits(s)}size;mask;modules=[];types=[];getModule(t,n){return t>=0&&t<this.size&&n>=0&&n<this.size&&this.modules[n][t]}drawFunctionPatterns(){for(let o=0;o<this.size;o++)this.setFunctionModule(6,o,o%2===0,He.Timing),this.setFunctionModule(o,6,o%2===0,He.Timing);this.drawFinderPattern(3,3),this.drawFinderPattern(this.size-4,3),this.drawFinderPattern(3,this.size-4);let t=this.getAlignmentPatternPositions(),n=t.length;for(let o=0;o<n;o++)for(let s=0;s<n;s++)o===0&&s===0||o===0&&s===n-1||o===n-1&&s===0||this.drawAlignmentPattern(t[o],t[s]);this.drawFormatBits(0),this.drawVersion()}drawFormatBits(t){let n=this.ecc[1]<<3|t,o=n;for(let r=0;r<10;r++)o=o<<1^(o>>>9)*1335;let s=(n<<10|o)^21522;for(let r=0;r<=5;r++)this.setFunctionModule(8,r,ge(s,r));this.setFunctionModule(8,7,ge(s,6)),this.setFunctionModule(8,8,ge(s,7)),this.setFunctionModule(7,8,ge(s,8));for(let r=9;r<15;r++)this.setFunctionModule(14-r,8,ge(s,r));for(let r=0;r<8;r++)this.setFunctionModule(this.size-1-r,8,ge(s,r));for(let r=8;r<15;r++)this.setFunctionModule(8,this.size-15+r,ge(s,r));this.setFunctionModule(8,this.size-8,!0)}drawVersion(){if(this.version<7)return;let t=this.version;for(let o=0;o<12;o++)t=t<<1^(t>>>11)*7973;let n=this.version<<12|t;for(let o=0;o<18;o++){let s=ge(n,o),r=this.size-11+o%3,i=Math.floor(o/3);this.setFunctionModule(r,i,s),this.setFunctionModule(i,r,s)}}drawFinderPattern(t,n){for(let o=-4;o<=4;o++)for(let s=-4;s<=4;s++){let r=Math.max(Math.abs(s),Math.abs(o)),i=t+s,a=n+o;i>=0&&i<this.size&&a>=0&&a<this.size&&this.setFunctionModule(i,a,r!==2&&r!==4,He.Position)}}drawAlignmentPattern(t,n){for(let o=-2;o<=2;o++)for(let s=-2;s<=2;s++)this.setFunctionModule(t+s,n+o,Math.max(Math.abs(s),Math.abs(o))!==1,He.Alignment)}setFunctionModule(t,n,o,s=He.Function){this.modules[n][t]=o,this.types[n][t]=s}addEccAndInterleave(t){let n=this.version,o=this.ecc;if(t.length!==$n(n,o))throw new RangeError("Invalid argument");let s=ba[o[0]][n],r=_a[o[0]][n],i=Math.floor(So(n)/8),a=s-i%s,l=Math.floor(i/s),m=[],d=Zd(r);for(let h=0,f=0;h<s;h++){let g=t.slice(f,f+l-r+(h<a?0:1));f+=g.length;let k=Qd(g,d);h<a&&g.push(0),m.push(g.concat(k))}let p=[];for(let h=0;h<m[0].length;h++)m.forEach((f,g)=>{(h!==l-r||g>=a)&&p.push(f[h])});return p}drawCodewords(t){if(t.length!==Math.floor(So(this.version)/8))throw new RangeError("Invalid argument");let n=0;for(let o=this.size-1;o>=1;o-=2){o===6&&(o=5);for(let s=0;s<this.size;s++)for(let r=0;r<2;r++){let i=o-r,l=(o+1&2)===0?this.size-1-s:s;!this.types[l][i]&&n<t.length*8&&(this.modules[l][i]=ge(t[n>>>3],7-(n&7)),n++)}}}applyMask(t){if(t<0||t>7)throw new RangeError("Mask value out of range");for(let n=0;n<this.size;n++)for(let o=0;o<this.size;o++){let s;switch(t){case 0:s=(o+n)%2===0;break;case 1:s=n%2===0;break;case 2:s=o%3===0;break;case 3:s=(o+n)%3===0;break;case 4:s=(Math.floor(o/3)+Math.floor(n/2))%2===0;break;case 5:s=o*n%2+o*n%3===0;break;case 6:s=(o*n%2+o*n%3)%2===0;break;case 7:s=((o+n)%2+o*n%3)%2===0;break;default:throw new Error("Unreachable")}!this.types[n][o]&&s&&(this.modules[n][o]=!this.modules[n][o])}}getPenaltyScore(){let t=0;for(let r=0;r<this.size;r++){let i=!1,a=0,l=[0,0,0,0,0,0,0];for(let m=0;m<this.size;m++)this.modules[r][m]===i?(a++,a===5?t+=fa:a>5&&t++):(this.finderPenaltyAddHistory(a,l),i||(t+=this.finderPenaltyCountPatterns(l)*gn),i=this.modules[r][m],a=1);t+=this.finderPenaltyTerminateAndCount(i,a,l)*gn}for(let r=0;r<this.size;r++){let i=!1,a=0,l=[0,0,0,0,0,0,0];for(let m=0;m<this.size;m++)this.modules[m][r]===i?(a++,a===5?t+=fa:a>5&&t++):(this.finderPenaltyAddHistory(a,l),i||(t+=this.finderPenaltyCountPatterns(l)*gn),i=this.modules[m][r],a=1);t+=this.finderPenaltyTerminateAndCount(i,a,l)*gn}for(let r=0;r<this.size-1;r++)for(let i=0;i<this.size-1;i++){let a=this.modules[r][i];a===this.modules[r][i+1]&&a===this.modules[r+1][i]&&a===this.modules[r+1][i+1]&&(t+=Hd)}let n=0;for(let r of this.modules)n=r.reduce((i,a)=>i+(a?1:0),n);let o=this.size*this.size,s=Math.ceil(Math.abs(n*20-o*10)/o)-1;return t+=s*jd,t}getAlignmentPatternPositions(){if(this.version===1)return[];{let t=Math.floor(this.version/7)+2,n=this.version===32?26:Math.ceil((this.version*4+4)/(t*2-2))*2,o=[6];for(let s=this.size-7;o.length<t;s-=n)o.splice(1,0,s);return o}}finderPenaltyCountPatterns(t){let n=t[1],o=n>0&&t[2]===n&&t[3]===n*3&&t[4]===n&&t[5]===n;return(o&&t[0]>=n*4&&t[6]>=n?1:0)+(o&&t[6]>=n*4&&t[0]>=n?1:0)}finderPenaltyTerminateAndCount(t,n,o){return t&&(this.finderPenaltyAddHistory(n,o),n=0),n+=this.size,this.finderPenaltyAddHistory(n,o),this.finderPenaltyCountPatterns(o)}finderPenaltyAddHistory(t,n){n[0]===0&&(t+=this.size),n.pop(),n.unshift(t)}};function $e(e,t,n){if(t<0||t>31||e>>>t)throw new RangeError("Value out of range");for(let o=t-1;o>=0;o--)n.push(e>>>o&1)}function ge(e,t){return(e>>>t&1)!==0}var _t=class{constructor(t,n,o){if(this.mode=t,this.numChars=n,this.bitData=o,n<0)throw new RangeError("Invalid argument");this.bitData=o.slice()}getData(){return this.bitData.slice()}},qd=[1,10,12,14],Wd=[2,9,11,13],Gd=[4,8,16,16];function ya(e,t){return e[Math.floor((t+7)/17)+1]}function wa(e){let t=[];for(let n of e)$e(n,8,t);return new _t(Gd,e.length,t)}function Vd(e){if(!ka(e))throw new RangeError("String contains non-numeric characters");let t=[];for(let n=0;n<e.length;){let o=Math.min(e.length-n,3);$e(Number.parseInt(e.substring(n,n+o),10),o*3+1,t),n+=o}return new _t(qd,e.length,t)}function Kd(e){if(!va(e))throw new RangeError("String contains unencodable characters in alphanumeric mode");let t=[],n;for(n=0;n+2<=e.length;n+=2){let o=ko.indexOf(e.charAt(n))*45;o+=ko.indexOf(e.charAt(n+1)),$e(o,11,t)}return n<e.length&&$e(ko.indexOf(e.charAt(n)),6,t),new _t(Wd,e.length,t)}function Yd(e){return e===""?[]:ka(e)?[Vd(e)]:va(e)?[Kd(e)]:[wa(Jd(e))]}function ka(e){return zd.test(e)}function va(e){return Fd.test(e)}function Xd(e,t){let n=0;for(let o of e){let s=ya(o.mode,t);if(o.numChars>=1<<s)return Number.POSITIVE_INFINITY;n+=4+s+o.bitData.length}return n}function Jd(e){e=encodeURI(e);let t=[];for(let n=0;n<e.length;n++)e.charAt(n)!=="%"?t.push(e.charCodeAt(n)):(t.push(Number.parseInt(e.substring(n+1,n+3),16)),n+=2);return t}function So(e){if(e<Eo||e>To)throw new RangeError("Version number out of range");let t=(16*e+128)*e+64;if(e>=2){let n=Math.floor(e/7)+2;t-=(25*n-10)*n-55,e>=7&&(t-=36)}return t}function $n(e,t){return Math.floor(So(e)/8)-_a[t[0]][e]*ba[t[0]][e]}function Zd(e){if(e<1||e>255)throw new RangeError("Degree out of range");let t=[];for(let o=0;o<e-1;o++)t.push(0);t.push(1);let n=1;for(let o=0;o<e;o++){for(let s=0;s<t.length;s++)t[s]=xo(t[s],n),s+1<t.length&&(t[s]^=t[s+1]);n=xo(n,2)}return t}function Qd(e,t){let n=t.map(o=>0);for(let o of e){let s=o^n.shift();n.push(0),t.forEach((r,i)=>n[i]^=xo(r,s))}return n}function xo(e,t){if(e>>>8||t>>>8)throw new RangeError("Byte out of range");let n=0;for(let o=7;o>=0;o--)n=n<<1^(n>>>7)*285,n^=(t>>>o&1)*e;return n}function em(e,t,n=1,o=40,s=-1,r=!0){if(!(Eo<=n&&n<=o&&o<=To)||s<-1||s>7)throw new RangeError("Invalid value");let i,a;for(i=n;;i++){let p=$n(i,t)*8,h=Xd(e,i);if(h<=p){a=h;break}if(i>=o)throw new RangeError("Data too long")}for(let p of[ha,ga,$a])r&&a<=$n(i,p)*8&&(t=p);let l=[];for(let p of e){$e(p.mode[0],4,l),$e(p.numChars,ya(p.mode,i),l);for(let h of p.getData())l.push(h)}let m=$n(i,t)*8;$e(0,Math.min(4,m-l.length),l),$e(0,(8-l.length%8)%8,l);for(let p=236;l.length<m;p^=253)$e(p,8,l);let d=Array.from({length:Math.ceil(l.length/8)},()=>0);return l.forEach((p,h)=>d[h>>>3]|=p<<7-(h&7)),new vo(i,t,d,s)}function Sa(e,t){let{ecc:n="L",boostEcc:o=!1,minVersion:s=1,maxVersion:r=40,maskPattern:i=-1,border:a=1}=t||{},l=typeof e=="string"?Yd(e):Array.isArray(e)?[wa(e)]:void 0;if(!l)throw new Error(`uqr only supports encoding string and binary data, but got: ${typeof e}`);let m=em(l,Bd[n],s,r,i,o),d=tm({version:m.version,maskPattern:m.mask,size:m.size,data:m.modules,types:m.types},a);return t?.invert&&(d.data=d.data.map(p=>p.map(h=>!h))),t?.onEncoded?.(d),d}function tm(e,t=1){if(!t)return e;let{size:n}=e,o=n+t*2;e.size=o,e.data.forEach(r=>{for(let i=0;i<t;i++)r.unshift(!1),r.push(!1)});for(let r=0;r<t;r++)e.data.unshift(Array.from({length:o},i=>!1)),e.data.push(Array.from({length:o},i=>!1));let s=He.Border;e.types.forEach(r=>{for(let i=0;i<t;i++)r.unshift(s),r.push(s)});for(let r=0;r<t;r++)e.types.unshift(Array.from({length:o},i=>s)),e.types.push(Array.from({length:o},i=>s));return e}var nm=4,xa=e=>Sa(e,{ecc:"Q",border:nm}).data;function om(e){return e.flatMap((n,o)=>[...n.map(r=>r?"x":" ").join("").matchAll(/x+/g)].map(({index:r,0:{length:i}})=>`M${r} ${o}h${i}v1h-${i}z`)).join("")}function _n({modules:e,label:t}){let n=e.length;return u`
    <svg class="qr-code" role="img" aria-label=${t} viewBox=${`0 0 ${n} ${n}`} shape-rendering="crispEdges">
      <rect width=${n} height=${n} fill="#fff" />
      <path d=${om(e)} fill="#000" />
    </svg>`}var Ea=(e,t,n)=>Ke(u`<${sm} shop=${e} link=${t} modules=${n} />`,"poster");function sm({shop:e,link:t,modules:n}){let o=[...new Set(we.map(s=>A(e,s)))];return u`
    <section class="poster" data-testid="poster">
      <h1>${o.join(" · ")}</h1>
      <${_n} modules=${n} label=${t} />
      ${we.map(s=>u`<p key=${s} lang=${s}>${c("link.scan",void 0,s)}</p>`)}
      <p class="address">${t}</p>
    </section>`}var rm=(e,t)=>`${e}/${pa(t)}`,im=e=>/^(localhost|127(\.\d+){3}|\[::1\])$/.test(e);function Ta({shop:e}){let[t,n]=b(""),o=N(null),s=rm(location.origin,e.id),r=j(()=>xa(s),[s]),i=async()=>{let a=o.current&&await am(o.current);n(a?"link.copied":"link.copy_by_hand")};return u`
    <section class="card shop-link" aria-labelledby="shop-link">
      <h2 id="shop-link">${c("link.title")}</h2>
      <p class="faint">${c("link.meaning")}</p>
      ${im(location.hostname)&&u`<p class="notice">${c("link.only_here",{host:location.hostname})}</p>`}
      <div class="link-line">
        <textarea class="address" ref=${o} readonly rows="2" value=${s} aria-label=${c("link.title")}
          data-testid="shop-link"></textarea>
        <button type="button" onClick=${i}>${c("link.copy")}</button>
      </div>
      <p role="status">${t&&c(t)}</p>
      <${_n} modules=${r} label=${c("link.code",{link:s})} />
      <button type="button" onClick=${()=>Ea(e,s,r)}>${c("link.print")}</button>
    </section>`}async function am(e){try{return await navigator.clipboard.writeText(e.value),!0}catch{return e.select(),document.execCommand("copy")}}var Ma=3;ae(on);function Ca({station:e}){let{shop:t,watching:n}=e;return t?u`
    <section class="card shop-settings" aria-labelledby="shop-settings">
      <h2 id="shop-settings">${c("details.title")}</h2>
      ${n?u`<${cm} shop=${t} />`:u`<${lm} station=${e} shop=${t} />`}
    </section>
    <${Ta} shop=${t} />`:null}function cm({shop:e}){return u`
    <dl>
      <dt>${c("field.name")}</dt><dd>${A(e)}</dd>
      <dt>${c("details.soon")}</dt><dd>${e.soon_minutes}</dd>
      <dt>${c("details.late")}</dt><dd>${e.late_minutes}</dd>
    </dl>`}function lm({station:e,shop:t}){let[n,o]=b({}),[s,r]=b({}),[i,a]=b(!1),{isBusy:l,problem:m,changeShop:d}=ue(e),p=n.name??t.name,h=n.soon??String(t.soon_minutes??""),f=n.late??String(t.late_minutes??""),g={name:gt(p),...Ei(h,f)},k=Object.keys({...n,...s}).length>0,$=y=>C=>{a(!1),o(_=>({..._,[y]:C}))};return u`
    <form class="editor" onSubmit=${async y=>{y.preventDefault(),!(rn(y.currentTarget,g)||!await d({...n.name!==void 0&&{name:p.trim()},...Object.keys(s).length&&{names:Qe(t.names,s)},...n.soon!==void 0&&{soon_minutes:ht(h)},...n.late!==void 0&&{late_minutes:ht(f)}}))&&(o({}),r({}),a(!0))}} novalidate>
      <fieldset disabled=${l}>
        <${te} name="name" label=${c("field.name")} value=${p} limit=${80} problem=${g.name}
          hint=${c("field.name_hint")} onValue=${$("name")} />
        <${et} names=${t.names} typed=${s} onTyped=${r} />
        <${te} name="soon" label=${c("details.soon")} value=${h} limit=${Ma} mode="numeric"
          problem=${g.soon} hint=${c("details.soon_hint")} onValue=${$("soon")} />
        <${te} name="late" label=${c("details.late")} value=${f} limit=${Ma} mode="numeric"
          problem=${g.late} hint=${c("details.late_hint")} onValue=${$("late")} />
        <${Ce} problem=${m} />
        <div class="form-actions">
          <button class="primary" disabled=${!k}>${c("editing.save")}</button>
          <span role="status">${i&&!k?c("details.saved"):""}</span>
        </div>
      </fieldset>
    </form>`}function De({legend:e,name:t,chosen:n,choices:o,onChoose:s}){return u`
    <fieldset class="options">
      <legend>${e}</legend>
      <div>
        ${o.map(({value:r,label:i})=>u`
            <label key=${r}>
              <input type="radio" name=${t} value=${r} checked=${r===n} onChange=${()=>s(r)} />
              <span>${i}</span>
            </label>`)}
      </div>
    </fieldset>`}function Oa({station:{now:e,watching:t}}){let[n,o]=b(mn),s=r=>{let i={...n,...r};Qi(i),o(i)};return t?null:u`
    <section class="card" aria-labelledby="printing-title">
      <h2 id="printing-title">${c("print.title")}</h2>
      ${!re()&&u`<p class="notice">${c("print.cannot")}</p>`}
      <${De} legend=${c("print.when")} name="print-moment" chosen=${n.moment}
        choices=${Ji.map(r=>({value:r,label:c(`moment.${r}`)}))}
        onChoose=${r=>s({moment:r,since:e})} />
      <${De} legend=${c("print.copies")} name="print-copies" chosen=${String(n.copies)}
        choices=${Zi.map(r=>({value:String(r),label:String(r)}))}
        onChoose=${r=>s({copies:Number(r)})} />
      <p class="faint">${c("print.kiosk")}</p>
    </section>`}function La({station:{bell:e,watching:t}}){let{sound:n,volume:o,ringsWatching:s}=me(),r=nn(e);return Pe(e.watch),u`
    <section class="card" aria-labelledby="settings-sound">
      <h2 id="settings-sound">${c("settings.sound")}</h2>
      <${De} legend=${c("sound.which")} name="sound" chosen=${n}
        choices=${Zt.map(i=>({value:i,label:c(`sound.${i}`)}))}
        onChoose=${i=>{ze({sound:i}),r()}} />
      <label class="wide">${c("sound.volume")} <output>${c("sound.percent",{percent:o})}</output>
        <input type="range" name="volume" min=${Be.least} max=${Be.most} step=${Be.step} value=${o}
          onInput=${({currentTarget:i})=>ze({volume:i.valueAsNumber})}
          onChange=${r} />
      </label>
      <button type="button" class="primary" onClick=${r}>${c("sound.test")}</button>
      <p class="faint" data-sound=${e.state}>${c(`sound.is_${e.state}`)}</p>
      ${t&&u`
          <label class="choice">
            <input type="checkbox" name="rings-watching" checked=${s}
              onChange=${()=>ze({ringsWatching:!s})} />${c("sound.watching")}
          </label>`}
    </section>`}function Na({station:e}){return u`
    <div class="settings">
      <${La} station=${e} />
      <${um} station=${e} />
      <${Ca} station=${e} />
      <${Oa} station=${e} />
      <${dm} station=${e} />
    </div>`}function um({station:{awake:e}}){let{scheme:t,ticketSize:n}=me();return u`
    <section class="card" aria-labelledby="settings-screen">
      <h2 id="settings-screen">${c("settings.screen")}</h2>
      <p class="awake" data-awake=${e}>${c(`awake.${e}`)}</p>
      <${De} legend=${c("settings.ticket_size")} name="ticket-size" chosen=${n}
        choices=${lo.map(o=>({value:o,label:c(`size.${o}`)}))}
        onChoose=${o=>ze({ticketSize:o})} />
      <${De} legend=${c("settings.scheme")} name="scheme" chosen=${t}
        choices=${co.map(o=>({value:o,label:c(`scheme.${o}`)}))}
        onChoose=${o=>ze({scheme:o})} />
      <div class="row"><span>${c("settings.language")}</span><${Ve} /></div>
    </section>`}function dm({station:{shopId:e,sessions:t,watching:n}}){let o=new URL(`/kitchen?shop=${encodeURIComponent(e)}&look`,location.href).href;return u`
    <section class="card" aria-labelledby="settings-session">
      <h2 id="settings-session">${c("settings.session")}</h2>
      <p>${c(n?"session.watching":"session.acting",{shop:e})}</p>
      <label class="wide">${c("session.look_link")}
        <textarea class="address" readonly rows="2" value=${o} data-testid="look-link" onFocus=${mm}></textarea>
      </label>
      <p class="faint">${c("session.look_why")}</p>
      <button type="button" class="danger" onClick=${t.logOut}>${c("login.out")}</button>
    </section>`}var mm=({currentTarget:e})=>e.select();var pm={"today.title":"Today","today.day":"Choose the day","today.before":"Day before","today.after":"Day after","today.since":"As of {time}","today.timezone":"times of {timezone}","today.stale":"These are the figures of {time}: newer ones cannot be loaded.","today.missing":"The figures cannot be loaded.","today.orders":"Orders","today.accepted":"Accepted","today.completed":"{count} of them handed over","today.revenue":"Revenue","today.rejected":"Declined","today.cancelled":"Cancelled","today.reason_count":"{reason}: {count}","today.to_accept":"Until accepted","today.to_ready":"Accepted until ready","today.nine_of_ten":"half of the orders; nine of ten within {time}","today.hours":"Hour by hour","today.hour":"From","today.orders_by_hour":"Orders by hour: the table below has the numbers","today.revenue_by_hour":"Revenue by hour: the table below has the numbers","today.as_table":"As a table","today.sold":"Most sold","today.dish":"Dish","today.quantity":"Sold","today.list":"All orders of the day","today.list_stale":"This list is not up to date.","today.list_missing":"The orders cannot be loaded.","today.none":"No orders on this day.","today.too_many":"Only the first {count} orders of the day are here.","today.search":"Number or name","today.found":"{count} of {all} orders","today.show_all":"Show all {count}","today.times":"Times","today.export":"Take along","today.csv_orders":"Save as CSV: a row an order","today.csv_lines":"Save as CSV: a row a dish","today.personal":"Files and lists hold names, telephone numbers and addresses of customers: keep them no longer than you need them.","duration.seconds":"{seconds} s","duration.minutes":"{minutes} min {seconds} s","duration.hours":"{hours} h {minutes} min","state.placed":"New","state.accepted":"Cooking","state.ready":"Ready","state.completed":"Handed over","state.rejected":"Declined","state.cancelled":"Cancelled","closed.kitchen_timeout":"Not accepted in time","closed.customer":"By the customer","closed.unattended":"Closed by itself after some hours","closed.too_busy":"Too busy","closed.sold_out":"Sold out","closed.closing":"Closing","closed.no_show":"Not collected","closed.other":"Another reason","time.accepted":"accepted {time}","time.ready":"ready {time}","time.completed":"handed over {time}","csv.number":"Number","csv.date":"Date","csv.placed":"Placed","csv.accepted":"Accepted","csv.promised":"Promised","csv.ready":"Ready","csv.completed":"Handed over","csv.status":"Status","csv.reason":"Reason","csv.reason_note":"Word to the customer","csv.name":"Name","csv.telephone":"Telephone","csv.address":"Address","csv.items":"Dishes","csv.note":"Note","csv.total":"Total","csv.currency":"Currency","csv.id":"Order id","csv.dish":"Dish","csv.quantity":"Quantity","csv.price":"Price","print.list_page":"Print the list: A4","print.list_roll":"Print the list: 80 mm","print.count":"{count} orders"},fm={"today.title":"今日","today.day":"选择日期","today.before":"前一天","today.after":"后一天","today.since":"截至 {time}","today.timezone":"时间按 {timezone} 时区","today.stale":"以下为 {time} 的数据，暂时无法更新。","today.missing":"暂时无法获取数据。","today.orders":"订单","today.accepted":"已接单","today.completed":"其中 {count} 单已取餐","today.revenue":"营业额","today.rejected":"已拒单","today.cancelled":"已取消","today.reason_count":"{reason}：{count}","today.to_accept":"接单用时","today.to_ready":"制作用时","today.nine_of_ten":"半数订单在此以内；九成在 {time} 以内","today.hours":"分时段","today.hour":"时段开始","today.orders_by_hour":"分时段订单数：数值见下表","today.revenue_by_hour":"分时段营业额：数值见下表","today.as_table":"以表格显示","today.sold":"热销菜品","today.dish":"菜品","today.quantity":"销量","today.list":"当日全部订单","today.list_stale":"列表不是最新的。","today.list_missing":"暂时无法获取订单。","today.none":"当日没有订单。","today.too_many":"此处只有当日最早的 {count} 单。","today.search":"取餐号或姓名","today.found":"{all} 单中的 {count} 单","today.show_all":"显示全部 {count} 单","today.times":"时间","today.export":"导出","today.csv_orders":"存为 CSV：每单一行","today.csv_lines":"存为 CSV：每菜一行","today.personal":"文件和列表含有顾客的姓名、电话和地址，请勿保留超过需要的时间。","duration.seconds":"{seconds} 秒","duration.minutes":"{minutes} 分 {seconds} 秒","duration.hours":"{hours} 小时 {minutes} 分","state.placed":"新订单","state.accepted":"制作中","state.ready":"待取餐","state.completed":"已取餐","state.rejected":"已拒单","state.cancelled":"已取消","closed.kitchen_timeout":"未及时接单","closed.customer":"顾客取消","closed.unattended":"数小时后自动结单","closed.too_busy":"太忙","closed.sold_out":"已售罄","closed.closing":"即将打烊","closed.no_show":"无人取餐","closed.other":"其他原因","time.accepted":"接单 {time}","time.ready":"做好 {time}","time.completed":"取餐 {time}","csv.number":"取餐号","csv.date":"日期","csv.placed":"下单时间","csv.accepted":"接单时间","csv.promised":"承诺时间","csv.ready":"做好时间","csv.completed":"取餐时间","csv.status":"状态","csv.reason":"原因","csv.reason_note":"给顾客的留言","csv.name":"姓名","csv.telephone":"电话","csv.address":"地址","csv.items":"菜品","csv.note":"备注","csv.total":"合计","csv.currency":"币种","csv.id":"订单编号","csv.dish":"菜品","csv.quantity":"数量","csv.price":"单价","print.list_page":"打印列表：A4","print.list_roll":"打印列表：80 毫米","print.count":"{count} 单"},Da={en:pm,zh:fm};var Mo=5e3,Aa=({call:e,shopId:t},n)=>e("GET",`/api/orders/statistics?shop_id=${F(t)}&day=${n}`);async function Ia({call:e,shopId:t},n){let o=`/api/orders?shop_id=${F(t)}&day=${n}&limit=${Je}`,s=[],r="",i=0;do{let a=await e("GET",`${o}${r&&`&after=${F(r)}`}`);s.push(...a.orders),r=a.next??"",i+=1}while(r&&s.length<Mo);return{orders:s,isWhole:!r,pages:i}}function bn(e,t){return new Intl.DateTimeFormat(t,{timeZone:"UTC",weekday:"long",day:"numeric",month:"long"}).format(Date.parse(e))}function Co(e){if(e===null)return"–";let t=Math.round(e),n=Math.floor(t/60);return n===0?c("duration.seconds",{seconds:t}):n<60?c("duration.minutes",{minutes:n,seconds:t%60}):c("duration.hours",{hours:Math.floor(n/60),minutes:n%60})}function Oo(e){let t=`closed.${e}`;return Tn(t)?c(t):e}var nt=({closed_reason:e})=>e?Oo(e):"";var hm="\uFEFF",gm=`\r
`,$m=/^[=+\-@＝＋－＠\t\r\n]/,_m=/(;|\r?\n|\r)(?=[ \t"']*[=+\-@＝＋－＠])/g;function Pa(e,t,n){let o=tt(n),s=t==="orders"?bm(e,o):ym(e,o);return hm+s.map(r=>r.map(km).join(",")+gm).join("")}var Ra=(e,t,n)=>`${e}-${t}-${n}.csv`;function bm(e,t){let n=s=>s?t(s).time:"",o=[[c("csv.number"),s=>Lo(s.number)],[c("csv.date"),s=>t(s.placed_at).date],[c("csv.placed"),s=>n(s.placed_at)],[c("csv.accepted"),s=>n(s.accepted_at)],[c("csv.promised"),s=>n(s.promised_at)],[c("csv.ready"),s=>n(s.ready_at)],[c("csv.completed"),s=>n(s.completed_at)],[c("csv.status"),s=>c(`state.${s.status}`)],[c("csv.reason"),s=>_e(nt(s))],[c("csv.reason_note"),s=>_e(s.closed_note)],[c("csv.name"),s=>_e(s.customer.name)],[c("csv.telephone"),s=>Lo(s.customer.telephone)],[c("csv.address"),s=>_e(s.customer.address)],[c("csv.items"),s=>_e(s.items.map(wm).join("; "))],[c("csv.note"),s=>_e(s.note)],[c("csv.total"),s=>Ye(s.total,s.currency)],[c("csv.currency"),s=>s.currency],[c("csv.id"),s=>s.id]];return Ua(o,e)}function ym(e,t){let n=[[c("csv.number"),({order:o})=>Lo(o.number)],[c("csv.date"),({at:o})=>o.date],[c("csv.placed"),({at:o})=>o.time],[c("csv.status"),({order:o})=>c(`state.${o.status}`)],[c("csv.dish"),({item:o})=>_e(A(o))],[c("csv.quantity"),({item:o})=>String(o.quantity)],[c("csv.price"),({order:o,item:s})=>Ye(s.price,o.currency)],[c("csv.total"),({order:o,item:s})=>Ye(s.price*s.quantity,o.currency)],[c("csv.currency"),({order:o})=>o.currency],[c("csv.note"),({item:o})=>_e(o.note)],[c("csv.id"),({order:o})=>o.id]];return Ua(n,e.flatMap(o=>{let s=t(o.placed_at);return o.items.map(r=>({order:o,item:r,at:s}))}))}var Ua=(e,t)=>[e.map(([n])=>n),...t.map(n=>e.map(([,o])=>o(n)))],wm=e=>c("menu.quantity",{quantity:e.quantity,dish:A(e)})+(e.note?` (${e.note})`:""),_e=e=>Ba($m.test(e??"")?`'${e}`:e??""),Ba=e=>e.replaceAll(_m,"$1'"),Lo=e=>/^\d/.test(e)?`	${Ba(e)}`:_e(e),km=e=>/[",;\r\n\t]/.test(e)?`"${e.replaceAll('"','""')}"`:e;var vm=["accepted","ready","completed"],Sm=e=>e.reduce((t,{status:n,total:o})=>t+(vm.includes(n)?o:0),0),No=(e,t)=>Ke(u`<${xm} ...${e} />`,t);function xm({orders:e,day:t,shop:n}){let o=P(),s=r=>J(r,o,n.timezone);return u`
    <article class="day-sheet" lang=${o}>
      <h2>${A(n)}</h2>
      <p>${bn(t,o)}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">${c("csv.number")}</th>
            <th scope="col">${c("csv.placed")}</th>
            <th scope="col">${c("csv.items")}</th>
            <th scope="col" class="for">${c("csv.name")}</th>
            <th scope="col">${c("csv.status")}</th>
            <th scope="col">${c("csv.total")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(r=>u`
              <tr>
                <th scope="row">${r.number}</th>
                <td class="time">${s(r.placed_at)}</td>
                <td>${r.items.map(i=>c("menu.quantity",{quantity:i.quantity,dish:Rt(i,n.menu??[])})).join(", ")}</td>
                <td class="for">${r.customer.name}</td>
                <td>${[c(`state.${r.status}`),nt(r)].filter(Boolean).join(": ")}</td>
                <td class="sum">${Z(r.total,r.currency,o)}</td>
              </tr>`)}
        </tbody>
      </table>
      <p class="sums">
        <span>${c("print.count",{count:e.length})}</span>
        <span>${c("today.revenue")}${" "}${Z(Sm(e),n.currency,o)}</span>
      </p>
    </article>`}var Em=60;function za({orders:e,day:t,shop:n}){let o=r=>Tm(Ra(n.id,t,r),Pa(e,r,n.timezone)),s={orders:e,day:t,shop:n};return u`
    <div class="export" role="group" aria-label=${c("today.export")}>
      <button type="button" onClick=${()=>o("orders")}>${c("today.csv_orders")}</button>
      <button type="button" onClick=${()=>o("lines")}>${c("today.csv_lines")}</button>
      ${re()&&u`
          <button type="button" onClick=${()=>No(s,"list-page")}>${c("print.list_page")}</button>
          <button type="button" onClick=${()=>No(s,"list-roll")}>${c("print.list_roll")}</button>`}
    </div>
    <p class="faint">${c("today.personal")}</p>`}function Tm(e,t){let n=URL.createObjectURL(new Blob([t],{type:"text/csv;charset=utf-8"})),o=document.createElement("a");o.href=n,o.download=e,o.click(),setTimeout(()=>URL.revokeObjectURL(n),Em*1e3)}function qa({statistics:e}){let{orders:t,accepted:n,completed:o,revenue:s,currency:r,rejected:i,cancelled:a}=e;return u`
    <dl class="figures">
      <${ot} name="orders" label=${c("today.orders")} value=${t} />
      <${ot} name="accepted" label=${c("today.accepted")} value=${n}>
        ${c("today.completed",{count:o})}
      <//>
      <${ot} name="revenue" label=${c("today.revenue")}
        value=${Z(s,r,P())} />
      <${ot} name="rejected" label=${c("today.rejected")} value=${ja(i)}>
        <${Fa} counts=${i} />
      <//>
      <${ot} name="cancelled" label=${c("today.cancelled")} value=${ja(a)}>
        <${Fa} counts=${a} />
      <//>
      <${Ha} name="accept" label=${c("today.to_accept")} seconds=${e.accept_seconds} />
      <${Ha} name="ready" label=${c("today.to_ready")} seconds=${e.ready_seconds} />
    </dl>`}function ot({name:e,label:t,value:n,children:o}){return u`
    <div class="figure card" data-figure=${e}>
      <dt>${t}</dt>
      <dd class="value">${n}</dd>
      ${o&&u`<dd class="more">${o}</dd>`}
    </div>`}function Fa({counts:e}){return u`
    <ul>
      ${Object.entries(e).map(([t,n])=>u`
          <li data-reason=${t}>${c("today.reason_count",{reason:Oo(t),count:n})}</li>`)}
    </ul>`}function Ha({name:e,label:t,seconds:{median:n,p90:o}}){return u`
    <${ot} name=${e} label=${t} value=${Co(n)}>
      ${n!==null&&u`${c("today.nine_of_ten",{time:Co(o)})}`}
    <//>`}var ja=e=>Object.values(e).reduce((t,n)=>t+n,0);function Wa({statistics:{dishes:e,currency:t}}){return e.length===0?null:u`
    <section class="sold" aria-labelledby="sold-title">
      <h3 id="sold-title">${c("today.sold")}</h3>
      <table class="plain card" data-testid="sold">
        <thead>
          <tr>
            <th scope="col">${c("today.dish")}</th>
            <th scope="col">${c("today.quantity")}</th>
            <th scope="col">${c("today.revenue")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(n=>u`
              <tr key=${n.dish_id} data-dish-id=${n.dish_id}>
                <th scope="row">${A(n)}</th>
                <td>${n.quantity}</td>
                <td>${Z(n.revenue,t,P())}</td>
              </tr>`)}
        </tbody>
      </table>
    </section>`}var Do=340,yn=170,be={top:22,right:4,bottom:22,left:44},Ga=.72,Mm=[1,2,5,10],Cm=3,Om=4,Va=5;function Lm(e){let t=Nm(Math.max(0,...e)),n=Math.max(1,Math.ceil(Math.max(0,...e)/t)),o=t*n,s=(Do-be.left-be.right)/Math.max(1,e.length),r=a=>a/o*(yn-be.top-be.bottom),i=a=>yn-be.bottom-r(a);return{bars:e.map((a,l)=>({x:be.left+s*(l+(1-Ga)/2),y:i(a),width:s*Ga,height:r(a),value:a})),lines:Array.from({length:n+1},(a,l)=>({value:l*t,y:i(l*t)})),labels:e.flatMap((a,l)=>l%Om===0?{index:l,x:be.left+s*(l+.5)}:[])}}function Nm(e){let t=Math.max(1,e/Cm),n=10**Math.floor(Math.log10(t));return(Mm.find(o=>o*n>=t)??1)*n}function Ao({values:e,hours:t,label:n,formatValue:o,isCounted:s}){let{bars:r,lines:i,labels:a}=Lm(e);return u`
    <svg class="plot" role="img" aria-label=${n} viewBox=${`0 0 ${Do} ${yn}`}>
      ${i.map(({value:l,y:m})=>u`
          <g class="line">
            <line x1=${be.left} x2=${Do} y1=${m} y2=${m} />
            <text x=${be.left-6} y=${m+Va} text-anchor="end">${o(l)}</text>
          </g>`)}
      ${r.map(({value:l,...m})=>l>0&&u`
            <g class="amount" data-value=${l}>
              <rect ...${m} rx="2" />
              ${s&&u`<text x=${m.x+m.width/2} y=${m.y-4} text-anchor="middle">${l}</text>`}
            </g>`)}
      ${a.map(({index:l,x:m})=>u`<text class="hour" x=${m} y=${yn-Va} text-anchor="middle">${t[l]}</text>`)}
    </svg>`}function Ka({statistics:{hours:e,timezone:t,currency:n}}){let o=tt(t),s=m=>o(m).time.slice(0,5),r=m=>Z(m,n,P()),i=e.map(({begins_at:m})=>s(m)),a=e.map(({orders:m})=>m),l=e.map(({revenue:m})=>m);return u`
    <section class="hours" aria-labelledby="hours-title">
      <h3 id="hours-title">${c("today.hours")}</h3>
      <div class="plots">
        <figure class="card" data-plot="orders">
          <figcaption>${c("today.orders")}</figcaption>
          <${Ao} values=${a} hours=${i} label=${c("today.orders_by_hour")}
            formatValue=${String} isCounted=${!0} />
        </figure>
        <figure class="card" data-plot="revenue">
          <figcaption>${c("today.revenue")}</figcaption>
          <${Ao} values=${l} hours=${i} label=${c("today.revenue_by_hour")}
            formatValue=${Dm(n)} isCounted=${!1} />
        </figure>
      </div>
      <details>
        <summary>${c("today.as_table")}</summary>
        <table class="plain" data-testid="hours">
          <thead>
            <tr>
              <th scope="col">${c("today.hour")}</th>
              <th scope="col">${c("today.orders")}</th>
              <th scope="col">${c("today.revenue")}</th>
            </tr>
          </thead>
          <tbody>
            ${e.map(({begins_at:m,orders:d,revenue:p})=>u`
                <tr key=${m}>
                  <th scope="row">${s(m)}</th><td>${d}</td><td>${r(p)}</td>
                </tr>`)}
          </tbody>
        </table>
      </details>
    </section>`}function Dm(e){let t=new Intl.NumberFormat(P(),{style:"currency",currency:e,currencyDisplay:"narrowSymbol",notation:"compact",minimumFractionDigits:0}),n=10**Re(e);return o=>t.format(o/n)}var Am=200,Im=20,Pm="(max-width: 899px)";function Rm(e,t){let n=Io(t);return e.filter(({number:o,customer:s})=>Io(o).startsWith(n)||Io(s.name).includes(n))}var Io=e=>e.normalize("NFKC").trim().toLowerCase();function Ya({orders:e,shop:{timezone:t,menu:n}}){let[o,s]=b(""),[r,i]=b(!1),a=j(()=>Rm(e,o).reverse(),[e,o]),l=r?a:a.slice(0,matchMedia(Pm).matches?Im:Am),m=P(),d=j(()=>l.map(p=>u`<${Um} key=${p.id} order=${p} menu=${n??[]} timezone=${t} />`),[a,l.length,m,t,n]);return u`
    <label class="search">
      ${c("today.search")}
      <input type="search" name="search" autocomplete="off" value=${o}
        onInput=${({target:p})=>s(p.value)} />
    </label>
    <p class="faint" role="status" data-testid="found">${c("today.found",{count:a.length,all:e.length})}</p>
    <table class="day-list" role="table" aria-labelledby="list-title">
      <thead role="rowgroup">
        <tr role="row">
          ${Xa().map(p=>u`<th role="columnheader" scope="col">${p}</th>`)}
          <th role="columnheader" scope="col"><span class="hidden">${c("print.print")}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">${d}</tbody>
    </table>
    ${l.length<a.length&&u`
        <button type="button" class="wide" onClick=${()=>i(!0)}>
          ${c("today.show_all",{count:a.length})}
        </button>`}`}var Xa=()=>[c("csv.number"),c("csv.placed"),c("csv.name"),c("csv.items"),c("csv.total"),c("csv.status"),c("today.times")];function Um({order:e,menu:t,timezone:n}){let[o,s,r,i,a,l,m]=Xa(),d=h=>J(h,P(),n),p=[nt(e),e.closed_note].filter(Boolean).join(" · ");return u`
    <tr role="row" data-order-id=${e.id} data-status=${e.status}>
      <th role="rowheader" scope="row" data-label=${o}>${e.number}</th>
      <td role="cell" data-label=${s}>${d(e.placed_at)}</td>
      <td role="cell" data-label=${r}>
        ${e.customer.name}${e.customer.telephone&&u`<span class="more">${e.customer.telephone}</span>`}
      </td>
      <td role="cell" class="ordered" data-label=${i}>
        ${e.items.map(h=>u`
            <span class="line">${c("menu.quantity",{quantity:h.quantity,dish:Rt(h,t)})}</span>`)}
      </td>
      <td role="cell" class="price" data-label=${a}>
        ${Z(e.total,e.currency,P())}
      </td>
      <td role="cell" data-label=${l}>
        <span class="stage">${c(`state.${e.status}`)}</span>
        ${p&&u`<span class="more">${p}</span>`}
      </td>
      <td role="cell" class="times" data-label=${m}>
        ${Bm(e).map(([h,f])=>u`<span class="line">${c(h,{time:d(f)})}</span>`)}
      </td>
      <td role="cell"><${Ut} order=${e} menu=${t} timezone=${n} /></td>
    </tr>`}function Bm({accepted_at:e,ready_at:t,completed_at:n}){return[["time.accepted",e],["time.ready",t],["time.completed",n]].flatMap(([s,r])=>r?[[s,r]]:[])}function zm({load:e,everySeconds:t,pauseSeconds:n},o){let s=null,r,i=!1,a=!1,l=!1,m=0,d=async()=>{i=!0,a=!1;let p=null;try{s=await e()}catch(f){p=U(f)}if(i=!1,l)return;let h=n(s);m=Date.now()+h*1e3,r=setTimeout(d,(a?h:Math.max(h,t))*1e3),o({answer:s,problem:p})};return d(),{changed(){a||l||(a=!0,!i&&(clearTimeout(r),r=setTimeout(d,Math.max(0,m-Date.now()))))},close(){l=!0,clearTimeout(r)}}}function Po(e,t,n){let[o,s]=b({key:t,answer:null,problem:null}),r=N(null);L(()=>{let a=zm(e,l=>s({key:t,...l}));return r.current=a,a.close},[t]);let i=N(null);return L(()=>{i.current===t&&r.current?.changed(),i.current=t},[t,n]),o.key===t?o:{answer:null,problem:null}}var Ja=30,Fm=4,Hm=5;ae(Da);function Za({station:e}){return e.shop?u`<${jm} station=${e} shop=${e.shop} />`:u`<${ce} view=${e.shopFeed?.view} />`}function jm({station:e,shop:t}){let[n,o]=b(null),{now:s,verified:r}=e,{timezone:i}=t,a=Hi(s,i),l=n??a,m=l===a,d=m?r.map(({id:k,version:$})=>`${k} ${$}`).join():"",p=m?"today":l,h=Po({load:()=>Aa(e,p),everySeconds:Ja,pauseSeconds:()=>Fm},l,d),f=Po({load:()=>Ia(e,p),everySeconds:Ja,pauseSeconds:k=>Hm*(k?.pages??1)},l,d),g=k=>{let $=dn(l,k);o($===a?null:$)};return u`
    <div class="today" data-day=${l}>
      <div class="day">
        <h2>${m?c("today.title"):bn(l,P())}</h2>
        <div class="steps" role="group" aria-label=${c("today.day")}>
          <button type="button" onClick=${()=>g(-1)}>${c("today.before")}</button>
          <button type="button" disabled=${m} onClick=${()=>g(1)}>${c("today.after")}</button>
          <button type="button" disabled=${m} onClick=${()=>o(null)}>${c("today.title")}</button>
        </div>
        <a class="button" href="#list-title">${c("today.list")}</a>
        <${qm} figures=${h} timezone=${i} view=${e.orders?.view} />
      </div>
      ${h.answer&&u`
          <${qa} statistics=${h.answer} />
          <${Ka} statistics=${h.answer} />
          <${Wa} statistics=${h.answer} />`}
      <${Wm} list=${f} day=${l} shop=${t} view=${e.orders?.view} />
    </div>`}function qm({figures:{answer:e,problem:t},timezone:n,view:o}){let s=Intl.DateTimeFormat().resolvedOptions().timeZone,r=e&&J(e.as_of,P(),n);return u`
    ${!e&&!t&&u`<${ce} view=${o} />`}
    ${r&&u`
        <p class="faint" data-testid="since">
          ${c("today.since",{time:r})}
          ${s!==n&&u`${" · "}${c("today.timezone",{timezone:n})}`}
        </p>`}
    ${t&&u`<${Qa} text=${r?c("today.stale",{time:r}):c("today.missing")} problem=${t} />`}`}function Qa({text:e,problem:t}){return u`<p class="notice bad" role="alert" data-code=${t.code}>${e}${" "}${ee(t)}</p>`}function Wm({list:{answer:e,problem:t},day:n,shop:o,view:s}){return u`
    <section class="orders" aria-labelledby="list-title">
      <h3 id="list-title">${c("today.list")}</h3>
      ${!e&&!t&&u`<${ce} view=${s} />`}
      ${t&&u`<${Qa} text=${c(e?"today.list_stale":"today.list_missing")} problem=${t} />`}
      ${e&&!e.isWhole&&u`<p class="notice">${c("today.too_many",{count:Mo})}</p>`}
      ${e?.orders.length===0&&u`<p class="faint">${c("today.none")}</p>`}
      ${e&&e.orders.length>0&&u`
          <${za} orders=${e.orders} day=${n} shop=${o} />
          <${Ya} orders=${e.orders} shop=${o} />`}
    </section>`}function ec({station:e,children:t}){let{ringsWatching:n}=me(),o=e.bell.state==="none"&&(!e.watching||n);return u`
    <div class="told-below" ref=${hn("--told-height")}>
      ${o&&u`<p class="notice" role="status">${c("sound.none")}</p>`}
      <${si} station=${e} />
      <${tr} awake=${e.awake} />
      ${t}
    </div>`}ae(Ss,xs,Es,Ts);var tc={board:Wr,menu:Xi,today:Za,settings:Na};function nc(e){let t=nr(e);oa(t);let[n,o]=b("board"),s=_i(t),r=da(t);fn([...t.verified,...t.unverified].filter(Gm).length);let i=Jr(t,s),a=ir(t),l=xi(t),{timedOut:m,onRead:d}=ti(t);return u`
    <div class="kitchen" data-ringing=${s.orders.length>0} data-ring-level=${s.level}
      data-watching=${t.watching}>
      <${vi} station=${t} ringing=${s} dishChanges=${l} views=${Object.keys(tc)} view=${n}
        onView=${o} />
      <p class="hidden" aria-live="assertive" data-testid="announcement">${s.announcement}</p>
      <${ec} station=${t}>
        <${ni} timedOut=${m} onRead=${d} />
        <${Gr} performing=${i} shown=${n==="board"?[...t.verified,...t.unverified]:[]} />
      <//>
      <main class="view" id="main" data-view=${n}>
        <${tc[n]} station=${t} performing=${i} ringing=${s} suggestion=${a}
          dishChanges=${l} />
      </main>
      <${oi} performing=${i} />
      <${ma} lost=${r} now=${t.now} />
    </div>`}var Gm=({status:e})=>e==="placed";var oc=["pointerdown","keydown"],Vm=[],Km=(e,t)=>e.filter(({accept_by:n})=>Date.parse(n??"")>t);function sc(e,t,n){let o=Ge(1)+n,[s,r]=b(!1);L(()=>{let a=()=>r(!0);for(let l of oc)addEventListener(l,a);return()=>{for(let l of oc)removeEventListener(l,a)}},[]);let i=s?Vm:Km(t,o);po(e,i,en),fn(i.length)}var Ym=60,rc={shortest:2,longest:720};function Xm(e,t){let n=(Date.parse(e)-t)/6e4,o=Math.min(rc.longest,Math.max(rc.shortest,n));return t+o/2*6e4}function kn(e,t){let n=new URLSearchParams(e);return{shopId:n.get("shop")??(typeof t=="string"?t:""),watch:n.has("look")}}function ac(e,t){let n=new URL(e);return n.searchParams.has("look")===t?e:(t?n.searchParams.set("look",""):n.searchParams.delete("look"),n.href)}var wn=e=>e?"session.look":"session";function ic(e){let t=q(wn(e));return!!t?.watching===e?t:null}function cc(e,{onRenewed:t,onChange:n}){let o=ic(e),s=e,r=!1,i=(p,h,f)=>{let g=Xm(h.expires_at,Date.now());o={shopId:p,token:h.token,renewAt:g,watching:f},s=f,r=!1,K(wn(f),o),K("shop",p)},a=p=>{o=null,r=p,wt(wn(s)),n()},l=async()=>{let p=o;if(!(!p||Date.now()<p.renewAt))try{let h=`/api/shops/${F(p.shopId)}/sessions`,f=await le("POST",h,{token:p.token});if(o!==p)return;i(p.shopId,f,p.watching??!1),t()}catch(h){U(h).status===401&&m(p.token)}},m=p=>{o&&p===o.token&&a(!0)};setInterval(l,Ym*1e3),l();let d=p=>{if(p!==s)return;let h=o;o=ic(s),o&&(r=!1),o?.shopId!==h?.shopId?n():o&&t()};for(let p of[!1,!0])kt(wn(p),()=>d(p));return{get current(){return o},get isEnded(){return r},token:()=>o?.token??null,async logIn(p,h,f=!1){let g=`/api/shops/${F(p)}/sessions`,k={passcode:h,...f&&{watch:f}};i(p,await Ee(()=>le("POST",g,{body:k})),f),n()},refused:m,logOut:()=>a(!1)}}function lc({sessions:e,bell:t,waiting:n,ahead:o}){let[s,r]=b(!1),[i,a]=b(!1),[l,m]=b(null),{shopId:d,watch:p}=j(()=>kn(location.search,q("shop")),[]),h=N(null);sc(t,n,o);let f=async k=>{k.preventDefault();let $=new FormData(k.currentTarget);r(!0),m(null);try{let E=String($.get("shop")).trim();await e.logIn(E,String($.get("passcode")),$.has("watch"))}catch(E){m(U(E)),r(!1),h.current?.select()}},g=l?.code==="bad_passcode";return u`
    <main class="log-in">
      <form class="card" onSubmit=${f}>
        <h1>${c("login.title")}</h1>
        ${e.isEnded&&u`<p class="notice" role="status">${c("login.ended")}</p>`}
        ${n.length>0&&u`
            <p class="notice bad left-waiting" role="alert">${c("login.waiting",{count:n.length})}</p>`}
        <label>${c("login.shop")}
          <input name="shop" required autocomplete="username" autocapitalize="none" spellcheck="false"
            defaultValue=${d} aria-invalid=${g} aria-describedby=${g?"log-in-problem":null} />
        </label>
        <div class="passcode">
          <label>${c("login.passcode")}
            <input ref=${h} name="passcode" type=${i?"text":"password"} required
              autocomplete="current-password" autocapitalize="none" spellcheck="false" aria-invalid=${g}
              aria-describedby=${l?"log-in-problem":null} />
          </label>
          <button type="button" aria-pressed=${i} aria-label=${c("login.reveal")} data-testid="reveal"
            onClick=${()=>a(!i)}><${Jm} isOpen=${i} /></button>
        </div>
        ${l&&u`
            <p class="notice bad" id="log-in-problem" role="alert" data-code=${l.code}>${ee(l)}</p>`}
        <label class="choice"><input type="checkbox" name="watch" defaultChecked=${p} />${c("login.watch")}</label>
        <button class="primary wide" disabled=${s}>${c(s?"login.busy":"login.go")}</button>
        <${Ve} />
      </form>
    </main>`}function Jm({isOpen:e}){return u`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round">
      <path d="M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7z" />
      <circle cx="12" cy="12" r="3" fill="currentColor" />
      ${!e&&u`<path d="M3 21L21 3" />`}
    </svg>`}var uc=.03,Zm=.004,Qm=.001,ep=2,tp={threshold:-30,knee:12,ratio:8,attack:.002,release:.15},np=1.7,op=["pointerup","keydown","click"];function dc(){let{watch:e,tell:t}=ie(),n=globalThis.AudioContext?new AudioContext:null,o=!1,s=null,r=!1,i=()=>{n&&n.state!=="running"&&n.resume().catch(()=>{})},a=()=>{o||=n?.state==="running",t()},l=()=>o&&i(),m=()=>{n?.removeEventListener("statechange",a),n?.close().catch(()=>{}),n=new AudioContext,n.addEventListener("statechange",a),s=null,l()},d=()=>{r&&m(),i()},p=()=>{let h=s;if(s=n?.state==="running"?n.currentTime:null,s===null)return l();if(h===null)return;let f=s===h;f&&m(),f!==r&&(r=f,t())};n?.addEventListener("statechange",a);for(let h of op)addEventListener(h,d);return document.addEventListener("visibilitychange",l),setInterval(p,ep*1e3),{get state(){return n?n.state==="running"&&!r?"ready":"blocked":"none"},unblock:d,watch:e,play(h,f){return n?.state==="running"?sp(n,h,f):()=>{}}}}function sp(e,t,n){let o=new DynamicsCompressorNode(e,tp),s=new GainNode(e,{gain:n*np});o.connect(s).connect(e.destination);for(let r of t)rp(e,o,r);return()=>{let{gain:r}=s;r.setValueAtTime(r.value,e.currentTime),r.linearRampToValueAtTime(0,e.currentTime+uc)}}function rp(e,t,{at:n,hertz:o,gain:s,seconds:r,wave:i,envelope:a}){let l=e.currentTime+n,m=l+r,d=new OscillatorNode(e,{frequency:o,type:i}),p=new GainNode(e,{gain:0});p.gain.setValueAtTime(0,l),p.gain.linearRampToValueAtTime(s,l+Zm),a==="struck"?p.gain.exponentialRampToValueAtTime(Qm,m):(p.gain.setValueAtTime(s,m-uc),p.gain.linearRampToValueAtTime(0,m)),d.connect(p).connect(t),d.start(l),d.stop(m)}ae(zo);var pc=()=>{},Ro={waiting:[],ahead:0},fc=qo(),mc=dc(),je=cc(kn(location.search,null).watch,{onRenewed:()=>je.current&&fc.renew(`shop:${je.current.shopId}`),onChange:()=>{let{current:e}=je;e&&history.replaceState(null,"",ac(location.href,!!e.watching)),pc()}});function ip(){let[,e]=b({});pc=()=>e({}),$s(),vs(c("app.kitchen"));let{current:t}=je,n=`${t?.shopId} ${!!t?.watching}`;if(!t){let o=je.isEnded?Ro.waiting:[];return u`<${lc} sessions=${je} bell=${mc} waiting=${o} ahead=${Ro.ahead} />`}return u`
    <${nc} key=${n} shopId=${t.shopId} connection=${fc} sessions=${je}
      bell=${mc} onWaiting=${ap} />`}function ap(e,t){Ro={waiting:e,ahead:t-Date.now()}}mi();qe(u`<${ip} />`,document.body);_s();
