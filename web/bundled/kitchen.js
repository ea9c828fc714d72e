var Ca={"login.title":"Kitchen","login.shop":"Shop","login.passcode":"Passcode","login.go":"Log in","login.busy":"Logging in…","login.reveal":"Show what is typed","login.ended":"This session has ended. Log in again.","login.out":"Log out","login.watch":"Only look: this screen neither acts nor counts as the kitchen","kitchen.views":"Views","view.board":"Orders","view.menu":"Dishes","view.today":"Today","view.settings":"Settings","sheet.close":"Close"},Ta={"login.title":"厨房","login.shop":"店铺","login.passcode":"口令","login.go":"登录","login.busy":"正在登录…","login.reveal":"显示输入的内容","login.ended":"登录已失效，请重新登录。","login.out":"退出登录","login.watch":"只查看：此屏幕不能操作，也不算厨房在线","kitchen.views":"页面","view.board":"订单","view.menu":"菜品","view.today":"今日","view.settings":"设置","sheet.close":"关闭"},po={en:Ca,zh:Ta};var Ma={"app.customer":"Orderbell","app.kitchen":"Orderbell kitchen","app.reference":"Orderbell API","language.name":"English",loading:"Loading…","loading.lost":"Nothing can be shown without a connection. It comes by itself as soon as somebody answers.","connection.live":"Live","connection.connecting":"Connecting…","connection.interrupted":"Not live: asking every few seconds","connection.offline":"No connection: trying again","connection.answered":"last answer {time}","status.placed":"Sent","status.received":"Seen by the kitchen","status.accepted":"Being prepared","status.ready":"Ready","status.completed":"Handed over","status.rejected":"Declined","status.cancelled":"Cancelled","reason.kitchen_timeout":"The kitchen did not answer in time. Nothing will be prepared.","reason.customer":"You cancelled this order.","reason.unattended":"It was closed by itself after some hours.","reason.too_busy":"Too busy","reason.sold_out":"Sold out","reason.closing":"Closing","reason.no_show":"Not collected","reason.other":"Another reason","problem.no_answer":"No answer. Check the connection and try again.","problem.unavailable":"This does not work for the moment. Try again shortly.","problem.internal":"Something went wrong on our side. Try again shortly.","problem.rate_limited":"Too many tries. Wait a moment.","problem.invalid_request":"Something is missing or too long. Check what you entered.","problem.too_large":"This order is too large. Send it in two.","problem.unknown_shop":"There is no such shop.","problem.unknown_order":"There is no such order.","problem.unknown_dish":"A dish is no longer on the menu. Your basket is kept: take it out and order again.","problem.dish_unavailable":"A dish has just sold out. Your basket is kept: take it out and order again.","problem.shop_closed":"The shop takes no orders right now. Your basket is kept.","problem.price_changed":"The total is now {total}. Look at it and order again if you agree.","problem.unauthorized":"This link is no longer valid.","problem.forbidden":"This is another shop's.","problem.invalid_transition":"This has changed meanwhile. What you see now is how it is.","problem.bad_passcode":"Shop or passcode is wrong.","problem.idempotency_key_reused":"This order was already sent. Look under your orders before you order again.","menu.sold_out":"Sold out","menu.quantity":"{quantity} × {dish}"},Oa={"app.customer":"Orderbell 点单","app.kitchen":"Orderbell 厨房","app.reference":"Orderbell 接口","language.name":"中文",loading:"加载中…","loading.lost":"没有网络，暂时无法显示。连接恢复后会自动出现。","connection.live":"实时","connection.connecting":"连接中…","connection.interrupted":"非实时：每隔几秒查询一次","connection.offline":"连接中断：正在重试","connection.answered":"上次更新 {time}","status.placed":"已下单","status.received":"厨房已看到","status.accepted":"制作中","status.ready":"可取餐","status.completed":"已取餐","status.rejected":"已拒单","status.cancelled":"已取消","reason.kitchen_timeout":"厨房没有及时接单，不会制作。","reason.customer":"您取消了这个订单。","reason.unattended":"数小时后自动结单。","reason.too_busy":"太忙了","reason.sold_out":"已售罄","reason.closing":"即将打烊","reason.no_show":"无人取餐","reason.other":"其他原因","problem.no_answer":"没有回应。请检查网络后重试。","problem.unavailable":"暂时无法使用，请稍后重试。","problem.internal":"系统出了点问题，请稍后重试。","problem.rate_limited":"尝试太频繁，请稍等片刻。","problem.invalid_request":"有内容缺失或过长，请检查填写的内容。","problem.too_large":"订单太大，请分两次下单。","problem.unknown_shop":"没有这家店。","problem.unknown_order":"没有这个订单。","problem.unknown_dish":"有菜品已下架。购物车已保留：请移除后再下单。","problem.dish_unavailable":"有菜品刚刚售罄。购物车已保留：请移除后再下单。","problem.shop_closed":"店家现在不接单。购物车已保留。","problem.price_changed":"总价现为 {total}。请核对，同意后再次下单。","problem.unauthorized":"这个链接已失效。","problem.forbidden":"这属于另一家店。","problem.invalid_transition":"订单已有变化，现在显示的是最新状态。","problem.bad_passcode":"店铺或口令不正确。","problem.idempotency_key_reused":"这个订单已经发送过。再次下单前请先查看您的订单。","menu.sold_out":"售罄","menu.quantity":"{quantity} × {dish}"},an={en:Ma,zh:Oa};var dt="orderbell.",ut=new Map;function j(e){let t=ut.get(e)??Na(e);try{return t===null?null:JSON.parse(t)}catch{return null}}function G(e,t){let n=JSON.stringify(t);try{localStorage.setItem(dt+e,n),ut.delete(e)}catch{ut.set(e,n)}}function mt(e){ut.delete(e);try{localStorage.removeItem(dt+e)}catch{}}function pt(e,t){let n=({key:o})=>{(o===dt+e||o===null)&&t()};return globalThis.addEventListener?.("storage",n),()=>globalThis.removeEventListener?.("storage",n)}function Na(e){try{return localStorage.getItem(dt+e)}catch{return null}}var Je={zh:{...an.zh},en:{...an.en}},be=Object.keys(Je),cn=new Set,ln=La(j("language"),globalThis.navigator?.languages??[]);function te(...e){for(let t of be)Object.assign(Je[t],...e.map(n=>n[t]))}function La(e,t){return e==="en"||e==="zh"?e:t.map(o=>o.slice(0,2)).find(o=>o in Je)==="zh"?"zh":"en"}var A=()=>ln;function fo(e){ln=e,G("language",e);for(let t of[...cn])t()}function ho(e){return cn.add(e),()=>cn.delete(e)}function c(e,t={},n=ln){return(Je[n][e]??"").replaceAll(/\{(\w+)\}/g,(s,r)=>String(t[r]??""))}function J({code:e},t){let n=`problem.${e}`;return c(un(n)?n:"problem.unavailable",t)}function un(e){return e in Je.en}function Pe(e,{firstSeconds:t,longestSeconds:n},o){return Math.min(n,t*2**Math.min(e-1,20))*1e3*(.5+o()/2)}var Da="orderbell.v1",Aa=45,Ia=10,Pa=5,Ra=10,Ua={firstSeconds:.5,longestSeconds:15},za=16;function go({url:e=`${location.protocol==="https:"?"wss:":"ws:"}//${location.host}/ws`,SocketClass:t=WebSocket,random:n=Math.random}={}){let o=new Map,s=new Set,r=null,i,a=!1,l=!1,d=0,m=0,f=Date.now(),h=()=>!r||!a?d?"offline":"connecting":l?"interrupted":[...o.values()].every(g=>g.subscribed)?"live":"connecting",p=g=>{for(let{listener:b}of[...o.values()])g(b)},$=(g,b)=>{let C=b.token();s.add(g),r?.send(JSON.stringify(C===null?{type:"subscribe",channel:g}:{type:"subscribe",token:C}))},k=()=>{clearTimeout(i),s=new Set,a=l=!1;for(let b of o.values())b.subscribed=!1;f=Date.now();let g=new t(e,Da);r=g,g.onopen=()=>{if(r===g){a=!0,m=f=Date.now();for(let[b,C]of o)$(b,C)}},g.onmessage=({data:b})=>r===g&&w(b),g.onclose=()=>r===g&&S()},_=()=>{r?.close(),r=null,a=!1,o.size&&k()},S=()=>{let g=r;r=null,g?.close(),a&&Date.now()-m>Ra*1e3&&(d=0),a=!1,d+=1,clearTimeout(i),o.size&&(i=setTimeout(k,Pe(d,Ua,n))),p(b=>b.changed())},w=g=>{f=Date.now();let b=Ba(g),C=o.get(b.channel);b.type==="event"?C?.listener.event(b):b.type==="subscribed"&&C&&!C.subscribed?(C.subscribed=!0,C.listener.subscribed(),p(M=>M.changed())):b.type==="resync"||b.type==="interrupted"?(l=b.type==="interrupted",l||p(M=>M.resync()),p(M=>M.changed())):b.type==="error"&&console.warn(`The gateway refused a frame: ${b.code}`)},E=()=>{let g=(Date.now()-f)/1e3;g<0&&(f=Date.now()),!(!r||g<=(a?Aa:Ia))&&(p(b=>b.silent()),S())},v=()=>{!r&&o.size&&k()};return setInterval(E,Pa*1e3),globalThis.addEventListener?.("online",v),globalThis.document?.addEventListener("visibilitychange",E),{get state(){return h()},subscribe(g,b,C){let M={token:b,listener:C,subscribed:!1,isPrivate:b()!==null};return o.set(g,M),r?a&&s.size<za?$(g,M):a&&_():v(),()=>{o.get(g)===M&&(o.delete(g),M.isPrivate&&r&&_())}},renew(g){let b=o.get(g);a&&b&&$(g,b)},send(g,b){return h()!=="live"?!1:(r?.send(JSON.stringify({type:"message",channel:g,data:b})),!0)}}}function Ba(e){try{return Object(JSON.parse(String(e)))}catch{return{}}}var _o=function(e,t,n,o){var s;t[0]=0;for(var r=1;r<t.length;r++){var i=t[r++],a=t[r]?(t[0]|=i?1:2,n[t[r++]]):t[++r];i===3?o[0]=a:i===4?o[1]=Object.assign(o[1]||{},a):i===5?(o[1]=o[1]||{})[t[++r]]=a:i===6?o[1][t[++r]]+=a+"":i?(s=e.apply(a,_o(e,a,n,["",null])),o.push(s),a[0]?t[0]|=2:(t[r-2]=0,t[r]=s)):o.push(a)}return o},$o=new Map;function bo(e){var t=$o.get(this);return t||(t=new Map,$o.set(this,t)),(t=_o(this,t.get(e)||(t.set(e,t=(function(n){for(var o,s,r=1,i="",a="",l=[0],d=function(h){r===1&&(h||(i=i.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?l.push(0,h,i):r===3&&(h||i)?(l.push(3,h,i),r=2):r===2&&i==="..."&&h?l.push(4,h,0):r===2&&i&&!h?l.push(5,0,!0,i):r>=5&&((i||!h&&r===5)&&(l.push(r,0,i,s),r=6),h&&(l.push(r,h,0,s),r=6)),i=""},m=0;m<n.length;m++){m&&(r===1&&d(),d(m));for(var f=0;f<n[m].length;f++)o=n[m][f],r===1?o==="<"?(d(),l=[l],r=3):i+=o:r===4?i==="--"&&o===">"?(r=1,i=""):i=o+i[0]:a?o===a?a="":i+=o:o==='"'||o==="'"?a=o:o===">"?(d(),r=1):r&&(o==="="?(r=5,s=i,i=""):o==="/"&&(r<5||n[m][f+1]===">")?(d(),r===3&&(l=l[0]),r=l,(l=l[0]).push(2,0,r),r=0):o===" "||o==="	"||o===`
`||o==="\r"?(d(),r=2):i+=o),r===3&&i==="!--"&&(r=4,l=l[0])}return d(),l})(e)),t),arguments,[])).length>1?t:t[0]}var z,vo,Fa,ye,dn,_t,ko,ht,So,pn,mn,Ha,Qe=Symbol.for("pv"),bt={},yt=[],ja=/^m(i|n|o|s|text|space)$/,fn=Array.isArray,hn=yt.slice,Oe=Object.assign;function Me(e){e&&e.parentNode&&e.remove()}function xo(e,t,n){var o,s,r,i={},a=arguments.length;for(r in t)r=="key"?o=t[r]:r=="ref"&&typeof e!="function"?s=t[r]:i[r]=t[r];return a>2&&(i.children=a>3?hn.call(arguments,2):n),Ze(e,i,o,s,null)}function Ze(e,t,n,o,s){var r={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Qe,__v:s||++vo,__i:-1,__u:0};return!s&&z.vnode&&z.vnode(r),r}function wt(e){return e.children}function gt(e,t){this.props=e,this.context=t,this.__g=0}function we(e,t){if(t==null)return e.__&&we(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:we(e)}function qa(e){var t,n=e.__v,o=n.__e,s=[],r=[],i=e.__P;i&&((t=Oe({constructor:Qe},n)).__v=n.__v+1,z.vnode&&z.vnode(t),gn(i,t,n,e.__n,i.namespaceURI,32&n.__u?[o]:null,s,o||we(n),32&n.__u,r),t.__v=n.__v,t.__.__k[t.__i]=t,No(s,t,r),n.__=n.__e=null,t.__e!=o&&Eo(t))}function Eo(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Eo(e)}function yo(e){(8&e.__g||(e.__g|=8,ye.push(e),_t++))&&dn==z.debounceRendering||((dn=z.debounceRendering)||queueMicrotask)(Co)}function Co(){try{for(var e,t=1;ye.length;)ye.length>t&&ye.sort(ko),e=ye.shift(),t=ye.length,8&e.__g&&qa(e)}finally{(_t=ye.length)&&(dn||queueMicrotask)(Co)}}function To(e,t,n,o,s,r,i,a,l,d,m){var f,h,p,$,k,_,S=o.__k||yt,w=t.length;for(l=Wa(n,t,S,l,w),f=0;f<w;f++)(p=n.__k[f])!=null&&(h=~p.__i&&S[p.__i]||bt,p.__i=f,_=gn(e,p,h,s,r,i,a,l,d,m),$=p.__e,(h.ref!=p.ref||8&h.__u)&&(h.ref&&$n(h.ref,null,p,h),p.ref&&m.push(p.ref,p.__c||$,p)),k=k||$,4&p.__u?(l=Mo(p,l,e,!h.__v),h.__e&&(h.__e=null)):typeof p.type=="function"&&_!==void 0?l=_:$&&(l=$.nextSibling),p.__u&=-21);return n.__e=k,l}function Wa(e,t,n,o,s){var r,i,a,l,d,m,f,h,p,$=n.length,k=$,_=0,S=0,w=e.__k=Array(s);for(r=0;r<s;r++)(i=t[r])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=w[r]=Ze(null,i):fn(i)?i=w[r]=Ze(wt,{children:i}):i.constructor===Qe&&i.__b?i=w[r]=Ze(i.type,i.props,i.key,i.ref,i.__v):w[r]=i,l=r+_,i.__=e,i.__b=e.__b+1,a=null,~(d=i.__i=Va(i,n,l,k))&&(k--,(a=n[d])&&(a.__u|=2)),a&&a.__v?(i.__u|=16,d==l-1?_--:d==l+1?_++:d!=l&&(d>l?_--:_++,S=1)):(~d||(s>$?_--:s<$&&_++),typeof i.type!="function"&&(i.__u|=4))):w[r]=null;if(S){for(m=[],f=[],r=0;r<s;r++)if((i=w[r])&&16&i.__u){for(_=0,h=m.length;_<h;)m[p=_+h>>1]<i.__i?_=p+1:h=p;m[_]=i.__i,f[r]=_+1}for(_=m.length;r--;)f[r]&&(f[r]==_?_--:w[r].__u|=4)}if(k)for(r=0;r<$;r++)!(a=n[r])||2&a.__u||(a.__e==o&&(o=we(a)),_n(a,a));return o}function Mo(e,t,n,o){var s,r,i,a;if(typeof e.type=="function"){if(e.props.__P)return t;if(s=e.__k)for(r=0;r<s.length;r++)s[r]&&(s[r].__=e,t=Mo(s[r],t,n,!1));return t}for(t&&!t.parentNode&&(t=we(e))&&!t.parentNode&&(t=null),i=e.__e,a=t;a&&a.nodeType==8;)a=a.nextSibling;for(i!=a&&(!o&&n.moveBefore&&i.parentNode?n.moveBefore(i,t):n.insertBefore(i,t||null)),t=i;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Va(e,t,n,o){var s,r=e.key,i=e.type,a=t[n],l=a&&!(2&a.__u);if(a===null&&r==null||l&&r==a.key&&i==a.type)return n;if(o>(l?1:0)){for(s=n-1;s>=0;s--)if((a=t[s])&&!(2&a.__u)&&r==a.key&&i==a.type)return s;for(s=n+1;s<t.length;s++)if((a=t[s])&&!(2&a.__u)&&r==a.key&&i==a.type)return s}return-1}function wo(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function ft(e,t,n,o,s){var r,i;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||wo(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||wo(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(i=mn[t]||(mn[t]=Ga(t)),(e.__a||(e.__a={}))[t]=pn,r=t!=(t=t.replace(So,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,i,r):e.removeEventListener(t,i,r));else{if(s=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function Ga(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[ht]==null)t[ht]=pn++;else if(t[ht]<this.__a[e])return;return n(z.event?z.event(t):t)}}}function gn(e,t,n,o,s,r,i,a,l,d){var m,f,h,p,$,k,_,S,w,E,v,g,b,C,M,T,x,I,R=t.type;if(t.constructor!==Qe)return null;128&n.__u&&(l=32&n.__u,m=n.__c.__z)&&(t.__u|=l,f=r=[],m.nodeType==8?a=$t(m,r):r.push(m),a=r[0]||a),(m=z.__b)&&m(t);e:if(typeof R=="function"){h=i.length;try{if(S=t.props,w=(m=R.prototype)&&m.render,E=(m=R.contextType)&&o[m.__c],v=m?E?E.props.value:m.__:o,(p=n.__c)?(t.__c=p,2&p.__g&&(p.__g|=1)):(w?t.__c=p=new R(S,v):(t.__c=p=new gt(S,v),p.constructor=R,p.render=Ya),E&&E.sub(p),p.state||(p.state={}),p.__n=o,p.__g|=8,p.__h=[],p.__k=[]),w&&(p.__s||(p.__s=p.state),R.getDerivedStateFromProps&&(p.__s==p.state&&(p.__s=Oe({},p.__s)),Oe(p.__s,R.getDerivedStateFromProps(S,p.__s)))),$=p.props,k=p.state,p.__v=t,n.__c){if(S!==$&&w&&!R.getDerivedStateFromProps&&p.componentWillReceiveProps&&p.componentWillReceiveProps(S,v),t.__v==n.__v&&!(8&p.__g)||!(4&p.__g)&&p.shouldComponentUpdate&&p.shouldComponentUpdate(S,p.__s,v)===!1){t.__v!=n.__v&&(p.props=S,p.state=p.__s,p.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(D){D&&(D.__=t)}),yt.push.apply(p.__h,p.__k),p.__k=[],p.__h.length&&i.push(p),a=we(n);break e}p.componentWillUpdate&&p.componentWillUpdate(S,p.__s,v),w&&p.componentDidUpdate&&p.__h.push(function(){p.componentDidUpdate($,k,_)})}else w&&!R.getDerivedStateFromProps&&p.componentWillMount&&p.componentWillMount(),w&&p.componentDidMount&&p.__h.push(p.componentDidMount);p.context=v,p.props=S,p.__P=e,p.__g&=-5,g=z.__r,b=w?25:0;do p.__g&=-9,g&&g(t),m=p.render(p.props,p.state=p.__s,p.context);while(8&p.__g&&++b<25);w&&(yt.push.apply(p.__h,p.__k),p.__k=[]),p.state=p.__s,p.getChildContext&&(o=Oe({},o,p.getChildContext())),w&&n.__c&&p.getSnapshotBeforeUpdate&&(_=p.getSnapshotBeforeUpdate($,k)),C=m&&m.type===wt&&m.key==null?m.props.children:m,S.__P&&(m=a,s=(e=S.__P).namespaceURI,l=r=null,n.props&&n.props.__P!=e&&(n.__k.some(function(D){D&&_n(D,D)}),n.__k=null),a=n.__k?we(n,0):null),a=To(e,fn(C)?C:[C],t,n,o,s,r,i,a,l,d),S.__P&&(t.__e=null,a=m),t.__u&=-161,f&&f.some(Me),p.__h.length&&i.push(p),1&p.__g&&(p.__g&=-4)}catch(D){if(i.length=h,t.__v=null,l||r)if(D&&D.then){if(t.__u|=128|l,r){for(~(x=r.indexOf(a||void 0))||(x=r.length);(I=r[x-1])&&I.nodeType==8;)x--;for(;x<r.length;x++)if(I=r[x])if(r[x]=null,M){if(I==T)break}else{if(I.nodeType!=8)break;I.data.startsWith("$s")&&(T=$t(M=I))}}if(!M){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;M=a}(m=$t(M=t.__c.__z||(t.__c.__z=M)))?(t.__e=M,a=m):t.__e=a,a=a&&a.nextSibling}else r&&r.some(Me);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),D&&D.then||Oo(t),z.__e(D,t,n)}}else a=t.__e=Ka(n.__e,t,n,o,s,r,i,l,d,e);return(m=z.diffed)&&m(t),a}function $t(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Oo(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Oo))}function No(e,t,n){for(var o=0;o<n.length;)$n(n[o++],n[o++],n[o++]);z.__c&&z.__c(t,e),e.some(function(s){try{e=s.__h,s.__h=[],e.some(function(r){r.call(s)})}catch(r){z.__e(r,s.__v)}})}function Ka(e,t,n,o,s,r,i,a,l,d){var m,f,h,p,$,k,_,S,w=n.props||bt,E=t.props,v=t.type;if(v=="svg"?s="http://www.w3.org/2000/svg":v=="math"?s="http://www.w3.org/1998/Math/MathML":s||(s="http://www.w3.org/1999/xhtml"),r){for(m=0;m<r.length;m++)if(($=r[m])&&(v?$.localName==v:$.nodeType==3)){e=$,r[m]=null;break}}if(!e){if(S=d.ownerDocument||document,!v)return S.createTextNode(E);e=S.createElementNS(s,v,E.is?E:d),a&&(z.__m&&z.__m(t,r),a=!1),r=null}if(v){if(d=v=="template"&&e.content||e,r=v=="textarea"&&E.defaultValue!=null?null:r&&hn.call(d.childNodes),!a&&r)for(w={},m=0;m<e.attributes.length;m++)w[($=e.attributes[m]).name]=$.value;for(m in w)$=w[m],m=="dangerouslySetInnerHTML"?h=$:m=="children"||m in E||m=="value"&&"defaultValue"in E||m=="checked"&&"defaultChecked"in E||ft(e,m,null,$,s);for(m in E)$=E[m],m=="children"?p=$:m=="dangerouslySetInnerHTML"?f=$:m=="value"?k=$:m=="checked"?_=$:a&&typeof $!="function"||w[m]===$||ft(e,m,$,w[m],s);f?(a||h&&(f.__html==h.__html||f.__html==e.innerHTML)||(e.innerHTML=f.__html),t.__k=[]):(h&&(e.textContent=""),(v=="foreignObject"||s=="http://www.w3.org/1998/Math/MathML"&&ja.test(v))&&(s="http://www.w3.org/1999/xhtml"),To(d,fn(p)?p:[p],t,n,o,s,r,i,r?r[0]:n.__k&&we(n,0),a,l),r&&r.some(Me)),a&&v!="textarea"||(m="value",v=="progress"&&k==null?e.removeAttribute(m):k==null||k===e[m]&&(v!="progress"||k)||ft(e,m,k,w[m],s),m="checked",_!=null&&_!=e[m]&&ft(e,m,_,w[m],s))}else w===E||a&&e.data==E||(e.data=E);return e}function $n(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(s){z.__e(s,n)}}function _n(e,t,n){var o,s,r,i;if(z.unmount&&z.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||$n(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(a){z.__e(a,t)}o.__P=o.__n=null}if(o=e.__k)for(i=0;i<o.length;i++)o[i]&&_n(o[i],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(s=$t(o,r=[]))&&(o==e.__e&&r.some(Me),Me(s),Me(o)),n||Me(e.__e),e.__e=e.__c=e.__=null}function Ya(e,t,n){return this.constructor(e,n)}function Re(e,t){var n,o,s,r;z.__&&z.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=Ze(wt,{children:[e]}),s=[],r=[],gn(t,t.__k,o||bt,bt,t.namespaceURI,o?null:t.firstChild?hn.call(t.childNodes):null,s,o?o.__e:t.firstChild,n,r),No(s,t.__k,r),t.__k.props.children=null}z={__e:function(e,t,n,o){for(var s,r,i;t=t.__;)if((s=t.__c)&&!(1&s.__g)){s.__g|=4;try{if((i=(r=s.constructor)&&r.getDerivedStateFromError)&&s.setState(r.getDerivedStateFromError(e)),s.componentDidCatch&&(s.componentDidCatch(e,o||{}),i=1),i&&8&s.__g)return void(s.__g|=2)}catch(a){e=a}}throw _t=0,e}},vo=0,Fa=function(e){return e!=null&&e.constructor===Qe},gt.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=Oe({},this.state)),typeof e=="function"&&(e=e(Oe({},n),this.props)),e&&(Oe(n,e),this.__v&&(t&&this.__k.push(t),yo(this)))},gt.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),yo(this))},gt.prototype.render=wt,ye=[],_t=0,ko=function(e,t){return e.__v.__b-t.__v.__b},ht=Symbol(),So=/(PointerCapture)$|Capture$/i,pn=0,mn={},Ha=0;var Ue,q,bn,Lo,yn=Object.is,vt=0,Fo=[],wn=[],H=z,Do=H.__b,Ao=H.__r,Io=H.diffed,Po=H.__c,Ro=H.unmount,Uo=H.__;function kt(e,t){H.__h&&H.__h(q,e,vt||t),vt=0;var n=q.__H||(q.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function y(e){return vt=1,Xa(Ho,e)}function Xa(e,t,n){var o=kt(Ue++,2);if(o.t=e,!o.__c&&(o.__=[n?n(t):Ho(void 0,t),function(r){var i=(o.__N||o.__)[0],a=o.t(i,r);yn(i,a)||(o.__N=[a,o.__[1]],o.__c.setState({}))}],o.__c=q,!q.__f)){q.__f=!0;var s=q.shouldComponentUpdate;q.shouldComponentUpdate=function(r,i,a){var l=this.__H;if(!l)return!0;var d=!1,m=this.props!=r;if(l.__.some(function(h){h.__N&&(d=!0,yn(h.__[0],h.__N[0])||(m=!0))}),s){var f=s.call(this,r,i,a);return d?f||m:f}return!d||m}}return o.__}function O(e,t){var n=kt(Ue++,3);!H.__s&&kn(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,q.__H.__h.push(n))}function ae(e,t){var n=kt(Ue++,4);!H.__s&&kn(n.__H,t)&&(n.__P=!1,n.__=e,n.u=t,q.__h.push(n))}function N(e){return vt=5,F(function(){return{current:e}},[])}function F(e,t){var n=kt(Ue++,7);return kn(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function Ja(){var e;do{for(;e=wn.shift();)try{et(e)}catch(n){H.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=Fo.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(et),t.__h.some(vn),t.__h=[]}catch(n){t.__h=[],H.__e(n,e.__v)}}}while(wn.length)}H.__b=function(e){q=null,Do&&Do(e)},H.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),Uo&&Uo(e,t)},H.__r=function(e){Ao&&Ao(e),Ue=0;var t=(q=e.__c).__H;t&&(bn==q?q.__h=[]:(t.__h.some(et),t.__h.some(vn),Ue=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),bn=q},H.diffed=function(e){Io&&Io(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&Bo(Fo.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),bn=q=null},H.__c=function(e,t){t.some(function(n){try{n.__h.some(et),n.__h=n.__h.filter(function(o){return!o.__||vn(o)})}catch(o){n.__h=[function(){throw o}]}}),Po&&Po(e,t)},H.unmount=function(e){Ro&&Ro(e);var t,n,o=e.__c;o&&o.__H&&(o.__H.__.some(function(s){try{if(s.__P&&s.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}s.__P=n,Bo(wn.push(s))}else et(s)}catch(r){t=r}}),o.__H=void 0,t&&H.__e(t,o.__v))};var zo=typeof requestAnimationFrame=="function";function Za(e){var t,n=function(){clearTimeout(o),zo&&cancelAnimationFrame(t),setTimeout(e)},o=setTimeout(n,35);zo&&(t=requestAnimationFrame(n))}function Bo(e){e!=1&&Lo==H.requestAnimationFrame||((Lo=H.requestAnimationFrame)||Za)(Ja)}function et(e){var t=q,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),q=t}function vn(e){var t=q;e.__c=e.__(),q=t}function kn(e,t){return!e||e.length!=t.length||t.some(function(n,o){return!yn(n,e[o])})}function Ho(e,t){return typeof t=="function"?t(e):t}var u=bo.bind(xo);function Ne(e){let[,t]=y({});ae(()=>e(()=>t({})),[])}var jo=()=>Ne(ho);function St(e,t){let[n,o]=y(null),[,s]=y({});return O(()=>{let r=e(),i=r.watch(()=>s({}));return o(r),()=>{i(),r.close(),o(null)}},[t]),n}function xt(e,t){let[n,o]=y(!1);return O(()=>{if(o(!1),!e)return;let s=setTimeout(()=>o(!0),t*1e3);return()=>clearTimeout(s)},[e,t]),e&&n}function Et(e){let[t,n]=y(Date.now());return O(()=>{let o=setInterval(()=>n(Date.now()),e*1e3);return()=>clearInterval(o)},[e]),Math.max(t,Date.now())}function qo(){addEventListener("load",()=>{navigator.serviceWorker?.register("/service-worker.js").catch(()=>{})}),navigator.serviceWorker?.addEventListener("message",({data:e})=>{e?.open&&(location.href=e.open)})}function Sn(e,t){return e==="live"&&t.every(n=>n.verified)?"live":t.every(n=>n.answering)?e==="live"||e==="connecting"?"connecting":"interrupted":"offline"}var ce=(e,t)=>Sn(e.state,t?[t.view]:[])==="offline";function V(e,t,n){return new Intl.DateTimeFormat(t,{timeZone:n,hour:"2-digit",minute:"2-digit",hourCycle:"h23"}).format(new Date(e))}function Ct(e,t,n=Date.now(),o=void 0){let s=V(e,t,o),r=new Intl.DateTimeFormat("en",{timeZone:o,dateStyle:"short"}),i=new Date(e);return r.format(i)===r.format(n)?s:`${new Intl.DateTimeFormat(t,{timeZone:o,weekday:"short"}).format(i)} ${s}`}function Wo(e,t,n){return new Intl.DateTimeFormat(t,{timeZone:n,day:"numeric",month:"short"}).format(new Date(e))}function Vo(e,t){return Math.max(0,Math.floor((t-Date.parse(e))/6e4))}function Tt(e,t){let n=Math.ceil((Date.parse(e)-t)/1e3);return n<=0?null:xn(n)}var xn=e=>`${Math.floor(e/60)}:${String(e%60).padStart(2,"0")}`;function Go({connection:e,views:t}){let n=Sn(e.state,t),o=t.flatMap(r=>r.answeredAt??[]),s=(n==="interrupted"||n==="offline")&&o.length?` · ${c("connection.answered",{time:V(Math.min(...o),A())})}`:"";return u`
    <p class="connection" role="status" data-connection=${n}>
      <span class="lamp" aria-hidden="true"></span>${c(`connection.${n}`)}${s}
    </p>`}function ne({view:e}){let t=e!==void 0&&!e.answering;return u`<p class="faint" role="status">${c(t?"loading.lost":"loading")}</p>`}function ze(){return be.filter(e=>e!==A()).map(e=>u`
        <button type="button" class="quiet" lang=${e} data-language=${e}
          onClick=${()=>fo(e)}>${c("language.name",void 0,e)}</button>`)}function Ko(e){document.title=e,document.documentElement.lang=A()}var Qa={"kitchen.timed_out":"Not accepted in time, so cancelled by itself: {numbers}. The customer sees that nothing will be prepared.","kitchen.read":"Understood","board.columns":"Columns","empty.open":"All done","empty.open.hint":"New orders appear here by themselves.","empty.paused":"Paused","empty.paused.hint":"All orders are done. New ones come after the pause.","empty.closed":"Closed","empty.closed.hint":"All orders are done. New ones come once the shop is open.","column.placed":"New","column.accepted":"Cooking","column.ready":"Ready","column.none":"None","urgency.soon":"waits","urgency.late":"late","ticket.new":"New order {number}: {items}","ticket.is_new":"New","ticket.unverified":"Not verified: the server has not answered","ticket.note":"Note","ticket.age":"{minutes} min","ticket.left":"Cancels itself in {time}","ticket.overdue":"Out of time: it cancels itself","ticket.promised":"Promised for {time}","ticket.late":"{minutes} min late","ticket.accept":"Accept: ready in","ticket.accept_in":"Accept order {number}, ready in {minutes} minutes","ticket.accept_usual":"Accept · {minutes} min","ticket.accept_usual_order":"Accept · {minutes} min, order {number}","ticket.reject":"Decline","ticket.reject_order":"Decline order {number}","ticket.reject_why":"Why decline {number}?","ticket.reject_note":"A word to the customer","ticket.declining":"Declining: {reason}","ticket.back":"Back","ticket.ready":"Ready","ticket.ready_order":"Order {number} is ready","ticket.complete":"Handed over","ticket.complete_order":"Order {number} is handed over","ticket.recall":"Back to cooking","ticket.recall_order":"Order {number} back to cooking","ticket.busy":"Sending…","undo.reject":"Declining {number}","undo.ready":"{number} is ready","undo.complete":"{number} handed over","undo.undo":"Undo","undo.of":"Undo: {number}","undo.refused":"{number}: {problem}","problem.offline":"No connection: nothing was sent. Do it again when the connection is back.","totals.title":"To cook","totals.none":"Nothing to cook","totals.fresh":"{quantity} new","totals.cooking":"{quantity} cooking","totals.noted":"{quantity} with a note","last.title":"Last ones","last.none":"Nothing was handed over yet.","last.at":"{name}, {time}","last.recall":"Take back","last.recall_order":"Take back order {number}, to ready","last.too_late":"More than 30 min ago","keys.title":"Keys","keys.show":"Show the tickets' keys","key.select":"Choose the ticket with this key; again: its next step","key.bump":"Next step: accept, ready, handed over","key.decline":"Decline","key.recall":"Back to cooking; without a ready ticket: the last ones","key.undo":"Undo","key.totals":"What is to cook","key.silence":"Silence the bell","key.next":"Next ticket","key.previous":"Ticket before","key.help":"This list"},ec={"kitchen.timed_out":"未及时接单，已自动取消：{numbers}。顾客会看到不会制作。","kitchen.read":"知道了","board.columns":"分栏","empty.open":"全部完成","empty.open.hint":"新订单会自动出现在这里。","empty.paused":"暂停接单中","empty.paused.hint":"订单已全部完成。暂停结束后才会有新订单。","empty.closed":"休息中","empty.closed.hint":"订单已全部完成。开始营业后才会有新订单。","column.placed":"新订单","column.accepted":"制作中","column.ready":"待取餐","column.none":"暂无","urgency.soon":"等待中","urgency.late":"超时","ticket.new":"新订单 {number}：{items}","ticket.is_new":"新","ticket.unverified":"未核实：服务器没有回应","ticket.note":"备注","ticket.age":"{minutes} 分钟","ticket.left":"{time} 后自动取消","ticket.overdue":"接单超时：即将自动取消","ticket.promised":"承诺 {time} 做好","ticket.late":"已超时 {minutes} 分钟","ticket.accept":"接单，多久做好：","ticket.accept_in":"接单 {number}，{minutes} 分钟做好","ticket.accept_usual":"接单 · {minutes} 分钟","ticket.accept_usual_order":"接单 · {minutes} 分钟，订单 {number}","ticket.reject":"拒单","ticket.reject_order":"拒单 {number}","ticket.reject_why":"为什么拒单 {number}？","ticket.reject_note":"给顾客留言","ticket.declining":"正在拒单：{reason}","ticket.back":"返回","ticket.ready":"做好了","ticket.ready_order":"订单 {number} 做好了","ticket.complete":"已取餐","ticket.complete_order":"订单 {number} 已取餐","ticket.recall":"退回制作","ticket.recall_order":"订单 {number} 退回制作","ticket.busy":"发送中…","undo.reject":"正在拒单 {number}","undo.ready":"{number} 做好了","undo.complete":"{number} 已取餐","undo.undo":"撤销","undo.of":"撤销：{number}","undo.refused":"{number}：{problem}","problem.offline":"连接中断：没有发送。恢复连接后请再操作一次。","totals.title":"待制作","totals.none":"暂无待制作的菜","totals.fresh":"新单 {quantity}","totals.cooking":"制作中 {quantity}","totals.noted":"有备注 {quantity}","last.title":"最近完成","last.none":"还没有取餐的订单。","last.at":"{name}，{time}","last.recall":"取回","last.recall_order":"取回订单 {number}，放回待取餐","last.too_late":"已超过 30 分钟","keys.title":"按键","keys.show":"在订单上显示按键","key.select":"选中此键的订单；再按一次：进入下一步","key.bump":"下一步：接单、做好、取餐","key.decline":"拒单","key.recall":"退回制作；没有选中待取餐的订单时：最近完成","key.undo":"撤销","key.totals":"待制作的菜","key.silence":"静音","key.next":"下一单","key.previous":"上一单","key.help":"这张表"},Yo={en:Qa,zh:ec};var tc={"kitchen.open":"Open","kitchen.closed":"Closed","kitchen.do_open":"Open the shop","kitchen.do_close":"Close the shop","kitchen.not_accepting":"Customers cannot order: the shop is closed.","opening.not_counted":"Customers cannot order: the shop is open, but this screen is not counted as connected.","opening.nobody":"Customers cannot order: the shop is open, but no kitchen screen is connected.","pause.begin":"Pause","pause.title":"Pause for how long?","pause.meaning":"Meanwhile customers cannot order. Orders you already have stay.","pause.minutes":"{minutes} minutes","pause.until":"Paused until {time} · {left} left","pause.end":"End the pause","pause.notice":"Customers cannot order: the shop is paused, and goes on by itself.","dishes.unchanged":"{dish} is unchanged. {why}","editing.gone":"Another screen has removed or renamed this. The list shows how it is now."},nc={"kitchen.open":"营业中","kitchen.closed":"休息中","kitchen.do_open":"开始营业","kitchen.do_close":"停止营业","kitchen.not_accepting":"顾客无法下单：店铺休息中。","opening.not_counted":"顾客无法下单：店铺营业中，但此屏幕未被计为在线。","opening.nobody":"顾客无法下单：店铺营业中，但没有厨房屏幕在线。","pause.begin":"暂停接单","pause.title":"暂停多久？","pause.meaning":"期间顾客无法下单，已有的订单不受影响。","pause.minutes":"{minutes} 分钟","pause.until":"暂停至 {time} · 还剩 {left}","pause.end":"恢复接单","pause.notice":"顾客无法下单：暂停接单中，到时自动恢复。","dishes.unchanged":"“{dish}”未更改。{why}","editing.gone":"另一个屏幕已将其移除或改名。列表显示的是最新状态。"},Xo={en:tc,zh:nc};var oc={"print.print":"Print","print.order":"Print order {number}","print.placed":"{date}, {time}","print.promised":"Ready at {time}","print.total":"Total","print.title":"Printing on this device","print.when":"Print each order by itself","print.copies":"Copies","print.kiosk":"Chromium started with --kiosk-printing prints at once. Any other browser opens its dialogue for each order, and this screen stands still until somebody answers it.","print.cannot":"This browser cannot print.","moment.never":"Never","moment.placed":"When it arrives","moment.accepted":"When it is accepted"},sc={"print.print":"打印","print.order":"打印订单 {number}","print.placed":"{date} {time} 下单","print.promised":"{time} 做好","print.total":"合计","print.title":"本机打印","print.when":"自动打印每个订单","print.copies":"份数","print.kiosk":"以 --kiosk-printing 启动的 Chromium 会直接打印。其他浏览器每单都会弹出打印窗口，在有人处理之前此屏幕会停住。","print.cannot":"此浏览器无法打印。","moment.never":"不自动打印","moment.placed":"收到订单时","moment.accepted":"接单时"},Jo={en:oc,zh:sc};var rc={"sound.blocked":"The browser keeps the sound off. Touch here so that new orders ring.","sound.unheard":"Waiting unheard: {count}. This screen cannot ring. Touch here!","sound.none":"This browser can play no sound: watch the screen.","sound.quiet":"Quiet","sound.silent":"Silent {left}","sound.ring_again":"Ring again now","sound.which":"Sound","sound.bell":"Bell","sound.chime":"Chime","sound.marimba":"Marimba","sound.buzzer":"Buzzer","sound.whistle":"Whistle","sound.volume":"Volume","sound.percent":"{percent} %","sound.test":"Try the bell","sound.is_ready":"This screen can ring. The longer an order waits, the louder it gets.","sound.is_blocked":"The browser keeps the sound off until the page is touched.","sound.is_none":"This browser can play no sound.","sound.watching":"Ring here too, although this screen only looks","awake.held":"This screen stays on while the page is in sight.","awake.refused":"This screen may fall asleep: the device would not keep it on. Set it to stay on, or plug it in.","awake.missing":"This screen may fall asleep: this browser cannot keep it awake. Set the device to stay on.","awake.insecure":"This screen may fall asleep: only pages opened by https can keep it awake. Set the device to stay on.","awake.read":"Understood","looking.badge":"Only looking","lost.title":"No connection: new orders do not arrive","lost.said":"No connection: new orders do not arrive.","lost.since":"Since {time}, for {minutes} min.","lost.since_now":"Since {time}.","lost.never":"Nothing has been heard since the page was opened.","lost.about":"About {about} orders may be missing, as {pace} came in the {minutes} min before.","lost.one":"An order may be missing: {pace} came in the {minutes} min before.","lost.unknown":"Whether orders are missing is not known.","lost.came":"Connected again. {came} orders came in meanwhile.","lost.came_one":"Connected again. 1 order came in meanwhile.","lost.came_none":"Connected again. No order came in meanwhile.","lost.read":"Understood","settings.sound":"Sound","settings.screen":"This screen","settings.ticket_size":"Size of the tickets","size.normal":"Normal","size.large":"Large","size.huge":"Huge","settings.scheme":"Colours","scheme.auto":"As the device","scheme.light":"Light","scheme.dark":"Dark","settings.language":"Language","settings.session":"Session","session.acting":"Logged in to the kitchen of {shop}.","session.watching":"Logged in to {shop}, only to look.","session.look_link":"Address for a screen that only looks","session.look_why":"It asks for the passcode too. Such a screen shows the orders, cannot change them, and does not count as the kitchen.","more.title":"More"},ic={"sound.blocked":"浏览器关闭了声音。请点这里，新订单才会响铃。","sound.unheard":"有 {count} 个订单在等待，但此屏幕无法响铃。请点这里！","sound.none":"此浏览器无法播放声音：请留意屏幕。","sound.quiet":"静音","sound.silent":"静音中 {left}","sound.ring_again":"立即恢复响铃","sound.which":"铃声","sound.bell":"铃铛","sound.chime":"风铃","sound.marimba":"木琴","sound.buzzer":"蜂鸣","sound.whistle":"哨声","sound.volume":"音量","sound.percent":"{percent}%","sound.test":"试听铃声","sound.is_ready":"此屏幕可以响铃。订单等得越久，铃声越响。","sound.is_blocked":"触摸页面之前，浏览器不允许播放声音。","sound.is_none":"此浏览器无法播放声音。","sound.watching":"虽然只查看，此屏幕也响铃","awake.held":"页面显示时，屏幕保持常亮。","awake.refused":"屏幕可能会休眠：设备不允许保持常亮。请设置屏幕常亮，或接上电源。","awake.missing":"屏幕可能会休眠：此浏览器无法保持常亮。请在设备上设置屏幕常亮。","awake.insecure":"屏幕可能会休眠：只有通过 https 打开的页面才能保持常亮。请在设备上设置屏幕常亮。","awake.read":"知道了","looking.badge":"只查看","lost.title":"连接中断：新订单不会出现在这里","lost.said":"连接中断：新订单不会出现在这里。","lost.since":"自 {time} 起，已 {minutes} 分钟。","lost.since_now":"自 {time} 起。","lost.never":"打开页面以来还没有收到任何消息。","lost.about":"可能缺少大约 {about} 个订单：此前 {minutes} 分钟来了 {pace} 个。","lost.one":"可能缺少订单：此前 {minutes} 分钟来了 {pace} 个。","lost.unknown":"无法得知是否缺少订单。","lost.came":"已重新连接。期间来了 {came} 个订单。","lost.came_one":"已重新连接。期间来了 1 个订单。","lost.came_none":"已重新连接。期间没有新订单。","lost.read":"知道了","settings.sound":"声音","settings.screen":"此屏幕","settings.ticket_size":"订单字号","size.normal":"标准","size.large":"大","size.huge":"特大","settings.scheme":"颜色","scheme.auto":"跟随设备","scheme.light":"浅色","scheme.dark":"深色","settings.language":"语言","settings.session":"登录","session.acting":"已登录 {shop} 的厨房。","session.watching":"已登录 {shop}，只查看。","session.look_link":"只查看的屏幕用的网址","session.look_why":"同样需要口令。这样的屏幕显示订单，不能操作，也不算厨房在线。","more.title":"更多"},Zo={en:rc,zh:ic};function L({name:e,names:t},n=A()){let o=Object.keys(t??{}),s=o.find(r=>r===n)??o.find(r=>ac(r,n));return s?t?.[s]??e:e}function En({dish_id:e,name:t,names:n},o){return{name:t,names:n??o.find(({id:s})=>s===e)?.names}}var Mt=(e,t)=>L(En(e,t)),ac=(e,t)=>e.split("-")[0]===t.split("-")[0];function tt(e){return e.accepting?"accepting":e.open?e.paused_until?"paused":"unattended":"closed"}var Cn=[{keys:["1","2","3","4","5","6","7","8","9"],command:"select",acts:!0},{keys:["Enter"],command:"bump",acts:!0},{keys:["d"],command:"decline",acts:!0},{keys:["b"],command:"recall",acts:!0},{keys:["u"],command:"undo",acts:!0},{keys:["t"],command:"totals",acts:!1},{keys:["s"],command:"silence",acts:!1},{keys:["ArrowDown","ArrowRight"],command:"next",acts:!1},{keys:["ArrowUp","ArrowLeft"],command:"previous",acts:!1},{keys:["?"],command:"help",acts:!1}],cc=["next","previous"];function Qo({key:e,ctrlKey:t,altKey:n,metaKey:o,repeat:s},r){if(t||n||o)return null;let i=e.length===1?e.toLowerCase():e,a=Cn.find(({keys:l})=>l.includes(i));return!a||a.acts&&r||s&&!cc.includes(a.command)?null:a.command}function es(e,t){return t instanceof Element?t.closest("input, textarea, select, [contenteditable], dialog")?!0:e==="Enter"&&t.closest("button, a, summary")!==null:!1}var lc=60,uc=25.4/96,dc=80,ts=12,mc=6,Tn=Promise.resolve(),le=()=>typeof globalThis.print=="function";function Be(e,t){return Tn=Tn.catch(()=>{}).then(()=>pc(e,t)),Tn}async function pc(e,t){let n=document.documentElement,o=document.createElement("div");o.className="printed",o.dataset.paper=t,o.setAttribute("aria-hidden","true"),Re(e,o),document.body.append(o);let s=hc(fc(t,o));n.dataset.printing=t;try{await gc()}finally{delete n.dataset.printing,s(),Re(null,o),o.remove()}}function fc(e,t){if(e==="list-page")return`@page { size: A4; margin: ${ts}mm; }`;if(e==="poster")return`@page { margin: ${ts}mm; }`;let n=Math.max(...[...t.children].map(s=>s.getBoundingClientRect().height)),o=Math.ceil(n*uc)+mc;return`@page { size: ${dc}mm ${o}mm; margin: 0; }`}function hc(e){if(!document.adoptedStyleSheets)return()=>{};let t=new CSSStyleSheet;return t.replaceSync(e),document.adoptedStyleSheets=[...document.adoptedStyleSheets,t],()=>{document.adoptedStyleSheets=document.adoptedStyleSheets.filter(n=>n!==t)}}var gc=()=>new Promise(e=>{let t=()=>{clearTimeout(n),removeEventListener("afterprint",t),e()},n=setTimeout(t,lc*1e3);addEventListener("afterprint",t),print()});function K(e,t,n){let o=new Intl.NumberFormat(n,{style:"currency",currency:t,currencyDisplay:"narrowSymbol"});return o.format(e/10**ns(o))}function Fe(e,t){let n=nt(t);return(e/10**n).toFixed(n)}var nt=e=>ns(new Intl.NumberFormat("en",{style:"currency",currency:e})),ns=e=>e.resolvedOptions().maximumFractionDigits??2;var $c=8,_c="M12 0 24 22H0zM10.6 7.5 11 15h2l.4-7.5zM10.8 16.8v2.4h2.4v-2.4z",bc=e=>e.slice(-$c);function yc(e,t){let n=L(e,t);return[...new Set([n,...Object.values(e.names??{})])]}function os({order:e,menu:t,timezone:n}){let o=A(),{customer:s,placed_at:r,promised_at:i}=e,a=l=>V(l,o,n);return u`
    <article class="slip" data-order-id=${e.id} lang=${o}>
      <p class="shop">${e.shop_name}</p>
      <p class="number">${e.number}</p>
      <p class="times">
        ${c("print.placed",{date:Wo(r,o,n),time:a(r)})}
      </p>
      ${i&&u`<p class="promised">${c("print.promised",{time:a(i)})}</p>`}
      <ul class="dishes">
        ${e.items.map(l=>u`<${wc} item=${l} menu=${t} language=${o} />`)}
      </ul>
      ${e.note&&u`<${ss} words=${e.note} />`}
      <p class="sum">
        <span>${c("print.total")}</span><b>${K(e.total,e.currency,o)}</b>
      </p>
      <p class="customer">
        <b>${s.name}</b><span>${s.telephone}</span><span>${s.address}</span>
      </p>
      <p class="id">${bc(e.id)}</p>
    </article>`}function wc({item:e,menu:t,language:n}){let[o,...s]=yc(En(e,t),n);return u`
    <li>
      <b class="portions">${e.quantity}</b>
      <span class="dish">${o}${s.map(r=>u`<small>${r}</small>`)}</span>
      ${e.note&&u`<${ss} words=${e.note} />`}
    </li>`}function ss({words:e}){return u`
    <p class="boxed">
      <svg viewBox="0 0 24 22" aria-hidden="true"><path fill-rule="evenodd" d=${_c} /></svg>
      ${c("ticket.note")} · ${e}
    </p>`}function Mn(e,{copies:t=1,menu:n=[],timezone:o}={}){let s=Array.from({length:t},()=>u`<${os} order=${e} menu=${n} timezone=${o} />`);return Be(u`${s}`,"ticket")}function Ot({order:e,menu:t,timezone:n}){if(!le())return null;let o=c("print.order",{number:e.number});return u`
    <button type="button" class="print" aria-label=${o} onClick=${()=>Mn(e,{menu:t,timezone:n})}>
      ${c("print.print")}
    </button>`}var rs=[10,15,20,30,45];function is(e,t){return e==="placed"?{action:"accept",body:{minutes:t??rs[0]}}:{action:e==="accepted"?"ready":"complete",body:{}}}function as({order:e,column:t,pending:n,suggestion:o,timezone:s,run:r,onDecline:i}){let{number:a}=e,l=n!==null,d=t==="ready"&&u`
      <button type="button" data-action="recall" disabled=${l} onClick=${()=>r("recall",{to:"accepted"})}
        aria-label=${c("ticket.recall_order",{number:a})}>${c("ticket.recall")}</button>`,m=u`
    <div class="aside">
      ${d}
      <${Ot} order=${e} timezone=${s} />
      <button type="button" class="reject" data-action="reject" disabled=${l} onClick=${i}
        aria-label=${c("ticket.reject_order",{number:a})}>${c("ticket.reject")}</button>
    </div>`,f=h=>u`
    <button type="button" key=${h} class="primary" data-action=${h} disabled=${l}
      onClick=${()=>r(h)} aria-label=${c(`ticket.${h}_order`,{number:a})}>${c(`ticket.${h}`)}</button>`;return t==="placed"?u`
      <div key="placed" class="actions presets" role="group" aria-label=${c("ticket.accept")}>
        <${vc} number=${a} isBusy=${l} suggestion=${o} run=${r} />
        ${m}
      </div>`:u`
    <div key=${t} class="actions">${f(t==="accepted"?"ready":"complete")}${m}</div>`}function vc({number:e,isBusy:t,suggestion:n,run:o}){let s=rs.filter(a=>a!==n),r=(a,l,d,m)=>u`
    <button type="button" key=${a} class=${m} data-action="accept" data-minutes=${a} disabled=${t}
      onClick=${()=>o("accept",{minutes:a})}
      aria-label=${d}>${l}</button>`;return u`
    ${n!==null&&(a=>r(a,c("ticket.accept_usual",{minutes:a}),c("ticket.accept_usual_order",{number:e,minutes:a}),"primary usual"))(n)}
    ${s.map(a=>r(a,String(a),c("ticket.accept_in",{number:e,minutes:a}),n===null?"primary":""))}`}function ls(e){let t=N(e);t.current=e,O(()=>{let n=s=>{if(s.defaultPrevented||es(s.key,s.target))return;let r=Qo(s,t.current.watching);r&&kc(r,s.key,t.current)&&s.preventDefault()},o=({target:s})=>{s instanceof Element&&!s.closest(".ticket")&&t.current.onSelect(null)};return addEventListener("keydown",n),addEventListener("focusin",o),()=>{removeEventListener("keydown",n),removeEventListener("focusin",o)}},[])}function kc(e,t,n){let{tickets:o,selected:s,performing:r,ringing:i}=n,a=o.find(({order:l})=>l.id===s);return e==="select"?Sc(Number(t),n):e==="next"?cs(1,n):e==="previous"?cs(-1,n):e==="bump"?us(a,n):(e==="decline"&&a&&n.onDecline(a.order.id),e==="undo"&&r.undo(),e==="totals"&&n.onTotals(),e==="help"&&n.onPanel("keys"),e==="silence"&&(i.orders.length>0?i.silence:i.endSilence)(),e==="recall"&&(a?.column==="ready"?r.perform(a.order,"recall",{to:"accepted"}):n.onPanel("last")),!0)}function Sc(e,t){let{tickets:n,numbers:o,selected:s}=t,r=n.find(({order:i})=>o.get(i.id)===e);return t.onUsed(),r?r.order.id===s?us(r,t):(t.onSelect(r.order.id),!0):!1}function cs(e,{tickets:t,selected:n,onSelect:o}){let s=t.findIndex(({order:a})=>a.id===n),r=s===-1&&e<0?t.length:s,i=t[Math.min(t.length-1,Math.max(0,r+e))];return i&&o(i.order.id),i!==void 0}function us(e,{suggestion:t,performing:n,watching:o}){if(!e||o)return!1;let{action:s,body:r}=is(e.column,t);return n.perform(e.order,s,r),!0}var ue=["placed","accepted","ready"],On={soonMinutes:8,lateMinutes:15},xc=2,Ec=10,Cc=8,ds=6e4,Nn=e=>e.status==="ready"&&e.ready_at?e.ready_at:e.placed_at;function ms(e,t,{soonMinutes:n,lateMinutes:o}){let s=(t-Date.parse(Nn(e)))/ds;if(e.status==="ready")return s>=o?"soon":"calm";let r=e.status==="placed"?e.accept_by:e.promised_at;return s>=o||r&&Date.parse(r)<=t?"late":s>=n?"soon":"calm"}var ps=({status:e,promised_at:t},n)=>e==="accepted"&&t?Vo(t,n):0;function fs({status:e,placed_at:t,accept_by:n},o){if(e!=="placed"||!n)return null;let[s,r]=[Date.parse(t),Date.parse(n)];return Math.round(100*Math.min(1,Math.max(0,(r-o)/(r-s))))}var hs=({status:e,accept_by:t},n)=>e==="placed"&&t!==null&&Date.parse(t)-n<=xc*ds;function gs(e,t){let n=Math.max(0,Math.floor((t-Date.parse(e))/1e3)),o=Math.floor(n/60),s=o<Ec?String(n%60).padStart(2,"0"):null;return{minutes:o,seconds:s}}var Ln=(...e)=>e.filter((t,n)=>n===0||t).join(" · "),$s=({items:e})=>e.length>=Cc;var Tc=60;function _s({tickets:e,hasTotals:t,onTotals:n,onPanel:o}){let s=i=>e.filter(a=>a.column===i).length,r=i=>{let a=()=>document.getElementById(`column-${i}`)?.scrollIntoView();a(),setTimeout(a,Tc)};return u`
    <div class="tools">
      ${e.length>0&&u`
          <nav class="jumps" aria-label=${c("board.columns")}>
            ${ue.map(i=>u`
                <button type="button" key=${i} data-jump=${i} onClick=${()=>r(i)}>
                  ${c(`column.${i}`)} <span class="count">${s(i)}</span></button>`)}
          </nav>
          <button type="button" aria-expanded=${t} aria-controls="totals" onClick=${n}>${c("totals.title")}</button>`}
      <button type="button" onClick=${()=>o("last")}>${c("last.title")}</button>
      <button type="button" class="keys-button" aria-label=${c("keys.title")} onClick=${()=>o("keys")}>?</button>
    </div>`}function Mc(e){let t=new Set,n=e;return{get now(){return n},pass(o){n=o;for(let s of[...t])s()},watch(o){return t.add(o),()=>t.delete(o)}}}function bs(e){let t=F(()=>Mc(e),[]);return O(()=>t.pass(e),[e]),t}function ve(e,t){let[,n]=y({}),o=N({derive:t,shown:t(e.now)});return o.current={derive:t,shown:t(e.now)},O(()=>e.watch(()=>{o.current.derive(e.now)!==o.current.shown&&n({})}),[e]),o.current.shown}var ys=16;function ws(e){let[t,n]=y(ys);return O(()=>{if(t>=e)return;let o=setTimeout(()=>n(t+ys),0);return()=>clearTimeout(o)},[t,e]),t}var Nt=e=>t=>F(()=>u`<${e} ...${t} />`,Object.values(t));var vs=["too_busy","sold_out","closing","other"],Oc=200,Nc=({status:e})=>e==="ready"?["no_show",...vs]:vs;function ks({order:e,perform:t,onBack:n}){let o=N(null);O(()=>o.current?.querySelector("button")?.focus(),[]);let s=i=>{let a=String(new FormData(o.current??void 0).get("note")).trim();t(e,"reject",{reason:i,...a&&{note:a}}),n()};return u`
    <form class="declining" ref=${o} onKeyDown=${i=>{i.key==="Escape"&&n()}} onSubmit=${i=>i.preventDefault()}>
      <fieldset>
        <legend>${c("ticket.reject_why",{number:e.number})}</legend>
        <label>${c("ticket.reject_note")}<input name="note" maxlength=${Oc} autocomplete="off" /></label>
        <div class="decline-reasons">
          ${Nc(e).map(i=>u`
              <button type="button" key=${i} class="danger" data-reason=${i}
                onClick=${()=>s(i)}>${c(`reason.${i}`)}</button>`)}
          <button type="button" class="back" onClick=${n}>${c("ticket.back")}</button>
        </div>
      </fieldset>
    </form>`}function Ss({order:e,clock:t,urgency:n,isNew:o}){let s=ve(t,i=>{let{minutes:a,seconds:l}=gs(Nn(e),i);return l===null?c("ticket.age",{minutes:a}):`${a}:${l}`}),r=ve(t,i=>ps(e,i));return u`
    <span class="age">
      <span class="elapsed">${s}</span>
      <span class="state">
        ${o&&u`<span class="new">${c("ticket.is_new")}</span>`}
        ${n!=="calm"&&u`<b class="urgency">
            ${r>0?c("ticket.late",{minutes:r}):c(`urgency.${n}`)}</b>`}
      </span>
    </span>`}function xs({order:e,clock:t,timezone:n}){if(e.status==="placed"&&e.accept_by)return u`<${Lc} order=${e} acceptBy=${e.accept_by} clock=${t} />`;if(e.status==="accepted"&&e.promised_at){let o=V(e.promised_at,A(),n);return u`<p class="promised">${c("ticket.promised",{time:o})}</p>`}return null}function Lc({order:e,acceptBy:t,clock:n}){let o=ve(n,i=>{let a=Tt(t,i);return a?c("ticket.left",{time:a}):c("ticket.overdue")}),s=ve(n,i=>fs(e,i)),r=ve(n,i=>hs(e,i));return u`
    <div class="last-call" data-urgent=${r}>
      <span data-testid="time-left">${o}</span>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${s} height="1" />
      </svg>
    </div>`}var Es=Nt(Dc);function Dc(e){let{order:t,verified:n,pending:o,code:s,isNew:r,keyCap:i,isSelected:a,dishId:l,clock:d,thresholds:m}=e,{performing:f,onSelect:h}=e,p=N(null),$=N(!1),k=ve(d,S=>ms(t,S,m));O(()=>{a&&!p.current?.contains(document.activeElement)&&($.current=!0,p.current?.focus({preventScroll:!0}),$.current=!1)},[a]),Ac(p,e.isDeclining);let _=l!==null&&t.items.some(S=>S.dish_id===l);return u`
    <li class="ticket card" ref=${p} tabindex="-1" data-order-id=${t.id} data-status=${t.status}
      data-version=${t.version} data-verified=${n} data-received=${t.received_at!==null}
      data-urgency=${k} data-new=${r} data-selected=${a} data-long=${$s(t)}
      data-pending=${o?.action} data-sought=${l===null?null:_}
      onClick=${()=>f.touch(t.id)} onFocusIn=${()=>$.current||h(t.id)}>
      <header class="top-line">
        ${i!==null&&u`<kbd class="key-cap">${i}</kbd>`}
        <strong class="number">${t.number}</strong>
        <${Ss} order=${t} clock=${d} urgency=${k} isNew=${r} />
      </header>
      <${xs} order=${t} clock=${d} timezone=${e.timezone} />
      ${!n&&u`<p class="notice">${c("ticket.unverified")}</p>`}
      ${t.note&&u`<${Cs} words=${t.note} />`}
      <${Ic} order=${t} dishes=${e.dishes} dishId=${l} />
      <p class="who">
        <b>${t.customer.name}</b>${Ln("",t.customer.telephone)}
        <span class="delivery">${Ln("",t.customer.address,K(t.total,t.currency,A()))}</span>
      </p>
      ${s&&u`<p class="notice bad" role="alert" data-code=${s}>${J({code:s})}</p>`}
      <${Pc} ...${e} />
    </li>`}function Ac(e,t){let n=N(t);O(()=>{let o=e.current?.querySelector("[data-action=reject]");n.current&&!t&&(o??e.current)?.focus({preventScroll:!0}),n.current=t},[t])}function Cs({words:e}){return u`
    <p class="note"><b><i aria-hidden="true"></i>${c("ticket.note")}</b> ${e}</p>`}function Ic({order:e,dishes:t,dishId:n}){return u`
    <ul class="items">
      ${e.items.map(o=>{let s=o.names?o:t.get(o.dish_id)??o;return u`
          <li class="item" data-sought=${o.dish_id===n}>
            <b class="quantity">${o.quantity}</b><span>${L(s)}</span>
            ${o.note&&u`<${Cs} words=${o.note} />`}
          </li>`})}
    </ul>`}function Pc(e){let{order:t,column:n,pending:o,suggestion:s,canAct:r,isDeclining:i,performing:a,onDecline:l}=e;return r?o?.action==="reject"?u`<p class="doing" key="doing">${c("ticket.declining",{reason:c(`reason.${o.body.reason}`)})}</p>`:i&&!o?u`
      <${ks} key="declining" order=${t} perform=${a.perform} onBack=${()=>l(null)} />`:u`
    ${o&&u`<p class="doing" key="doing" role="status">${c("ticket.busy")}</p>`}
    <${as} key="actions" order=${t} column=${n} pending=${o} suggestion=${s} timezone=${e.timezone}
      run=${(d,m)=>a.perform(t,d,m)}
      onDecline=${()=>l(t.id)} />`:null}var Ts=Nt(Rc);function Rc(e){let{tickets:t}=e;return t.length===0?u`
      <div class="no-orders" data-testid="no-orders">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3a1 1 0 0 1 1 1v.6A6 6 0 0 1 18 10.500v4.500l1.500 2v1h-15v-1l1.500-2v-4.500a6 6 0 0 1 5-5.900V4a1 1 0 0 1 1-1zM10 19.500h4a2 2 0 0 1-4 0z" />
        </svg>
        <p>${c(`empty.${e.state}`)}</p>
        <p class="faint">${c(`empty.${e.state}.hint`)}</p>
      </div>`:u`
    <div class="columns">
      ${ue.map(n=>u`<${Uc} ...${e} key=${n} column=${n} />`)}
    </div>`}function Uc({column:e,tickets:t,...n}){let o=t.filter(l=>l.column===e),s=ws(o.length),{soonMinutes:r,lateMinutes:i}=n,a=F(()=>({soonMinutes:r,lateMinutes:i}),[r,i]);return u`
    <section class="column" data-column=${e} id=${`column-${e}`} aria-labelledby=${`title-${e}`}>
      <h2 id=${`title-${e}`}>${c(`column.${e}`)} <span class="count">${o.length}</span></h2>
      ${o.length===0&&u`<p class="faint">${c("column.none")}</p>`}
      <ul class="tickets">
        ${o.slice(0,s).map(({order:l,verified:d,pending:m})=>u`
            <${Es} key=${l.id} order=${l} verified=${d} column=${e} pending=${m}
              code=${n.refusals.get(l.id)?.code??null}
              isNew=${e==="placed"&&!n.touched.has(l.id)}
              keyCap=${n.numbers?.get(l.id)??null} isSelected=${n.selected===l.id}
              isDeclining=${n.declining===l.id} dishId=${n.dishId}
              suggestion=${e==="placed"?n.suggestion:null} canAct=${n.canAct}
              thresholds=${a} dishes=${n.dishes} clock=${n.clock} performing=${n.performing}
              onSelect=${n.onSelect} onDecline=${n.onDecline} language=${n.language} timezone=${n.timezone} />`)}
      </ul>
    </section>`}var zc=150,Bc=10;function Os(e){let[t,n]=y(!1),o=N(e),s=N(null),r=N(void 0);t||(o.current=e);let i=a=>{clearTimeout(r.current),r.current=setTimeout(()=>n(!1),a)};return O(()=>{let a=()=>i(zc),l=()=>i(0);return addEventListener("pointerup",a),addEventListener("pointercancel",l),()=>{removeEventListener("pointerup",a),removeEventListener("pointercancel",l),clearTimeout(r.current)}},[]),{shown:o.current,hold:{onPointerDown:({target:a})=>{s.current=Ms(a),n(!0),i(Bc*1e3)},onClickCapture:a=>{let l=Ms(a.target),d=a.detail>1||a.detail===1&&l!==s.current;l&&d&&a.stopPropagation(),i(0)}}}}var Ms=e=>e instanceof Element?e.closest(".ticket button"):null;function X({title:e,testid:t,onClose:n,children:o}){let s=N(null),r=N(!0);return ae(()=>{let i=s.current,a=document.activeElement;return i?.showModal(),()=>{r.current=!1,i?.close(),a instanceof HTMLElement&&a.focus()}},[]),u`
    <dialog class="sheet" ref=${s} data-testid=${t} aria-label=${e}
      onClose=${()=>r.current&&n()}>
      <header>
        <h2>${e}</h2>
        <button type="button" class="icon" aria-label=${c("sheet.close")} onClick=${n}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      ${o}
    </dialog>`}var Fc={ArrowDown:"↓",ArrowRight:"→",ArrowUp:"↑",ArrowLeft:"←"};function Ns({isShown:e,onShow:t,onClose:n}){return u`
    <${X} title=${c("keys.title")} testid="keys" onClose=${n}>
      <dl class="key-list">
        ${Cn.map(({keys:o,command:s})=>u`
            <div key=${s}>
              <dt>${o.map(r=>u`<kbd>${Fc[r]??r}</kbd>${" "}`)}</dt>
              <dd>${c(`key.${s}`)}</dd>
            </div>`)}
      </dl>
      <label class="choice">
        <input type="checkbox" checked=${e}
          onChange=${o=>t(o.currentTarget.checked)} />
        ${c("keys.show")}
      </label>
    <//>`}var Le=class extends Error{constructor(t,n,o={},s=null){super(`${t} ${n}`),this.status=t,this.code=n,this.members=o,this.retryAfterSeconds=s}get isPassing(){return this.status===0||this.status===429||this.status>=500}};function U(e){return e instanceof Le?e:new Le(0,"no_answer",{cause:String(e)})}async function de(e,t,{token:n,body:o,headers:s={},signal:r,keepalive:i=!1}={}){let a=()=>fetch(t,{method:e,cache:"no-store",keepalive:i,signal:r??jc(),headers:{...s,...n&&{Authorization:`Bearer ${n}`},...o&&{"Content-Type":"application/json"}},...o&&{body:JSON.stringify(o)}}),l=await(Hc(e,t)??a()).catch(d=>{throw U(d)});if(!l.ok&&l.status!==304)throw await qc(l);return l}function Hc(e,t){let{askedEarly:n}=globalThis,o=e==="GET"?n?.get(t):void 0;return n?.delete(t),o}async function Z(e,t,n){return(await de(e,t,n)).json().catch(s=>{throw U(s)})}function jc(){let e=new AbortController;return setTimeout(()=>e.abort(),10*1e3),e.signal}async function qc(e){let t=await e.json().catch(()=>({})),n=Number.parseFloat(e.headers.get("Retry-After")??""),o=typeof t.code=="string"?t.code:"unavailable";return new Le(e.status,o,t,Number.isFinite(n)?n:null)}var B=e=>encodeURIComponent(e);function Ls(e){let t,n=Number.POSITIVE_INFINITY,o=0,s=!1,r=!1,i=()=>{clearTimeout(t),!(s||r||n===Number.POSITIVE_INFINITY)&&(t=setTimeout(a,Math.max(0,Math.max(n,o)-Date.now())))},a=()=>{n=Number.POSITIVE_INFINITY,e()};return{askIn(l){n=Math.min(n,Date.now()+l),i()},busy(){s=!0,o=Date.now()+.5*1e3,clearTimeout(t)},idle(l){s=!1,o=Math.max(o,Date.now()+l),i()},close(){r=!0,clearTimeout(t)}}}function Ds(e){return{leaving:new Set(e),held:new Map,ended:new Map,doubtful:new Map,revealed:new Set,rung:new Set,asOf:null,suspect:!0,want:!1,flight:null,flights:0,base:{entries:[],etag:null}}}function ke(e){let{held:t,ended:n,doubtful:o,revealed:s,rung:r,flight:i}=e;return{state:{...e,held:new Map(t),ended:new Map(n),doubtful:new Map(o),revealed:new Set(s),rung:new Set(r),flight:i&&{...i,since:new Set(i.since)}},effects:[]}}var Wc=1e3;function As(e){let t=ke(e);return t.state.suspect=!0,t.state.want=!0,t.state.flight&&(t.state.flight.clean=!1),t}function Is(e){let t=ke(e);return t.state.want=!0,t}function Ps(e){let t=ke(e),{state:n}=t;return!n.want||n.flight||(n.want=!1,n.flights+=1,n.flight={id:n.flights,etag:n.base.etag,since:new Set,clean:!0,forgettable:new Map(n.ended),doubts:new Map([...n.doubtful].map(([o,s])=>[o,s.version]))},t.effects.push({type:"request",id:n.flight.id,etag:n.flight.etag})),t}function Rs(e,t){let n=ke(e);return n.state.flight?.id!==t||(n.state.flight=null,n.state.want=!0),n}function Us(e,t){let n=ke(e),{state:o}=n,s=o.held.get(t.id),r=t.version>(s?.version??0);return o.flight&&r&&o.flight.since.add(t.id),t.version<=(o.ended.get(t.id)??0)||(o.leaving.has(t.status??"")?r&&Vc(n,t):s?(r&&o.held.set(t.id,t),An(n,t.id)):o.suspect||o.asOf===null||js(t,o.asOf)?(o.want=!0,Gc(n,t)):Fs(n,t)),n}function zs(e,t,{entries:n,etag:o,asOf:s}){let r=ke(e),{state:i}=r,{flight:a}=i;if(a?.id!==t)return r;i.flight=null,n&&(i.base={entries:n,etag:o}),s!==null&&(i.asOf===null||s>i.asOf)&&(i.asOf=s),a.clean&&(i.suspect=!1);for(let d of i.base.entries){let m=i.held.get(d.id);m?(d.version>m.version&&i.held.set(d.id,d),An(r,d.id)):d.version>(i.ended.get(d.id)??0)&&Fs(r,d)}let l=new Set(i.base.entries.map(d=>d.id));for(let[d,m]of i.held)l.has(d)||(a.since.has(d)?i.want||=s!==null&&js(m,s):i.held.delete(d));for(let[d,m]of a.forgettable)i.ended.get(d)===m&&i.ended.delete(d);for(let[d,m]of a.doubts)i.doubtful.get(d)?.version===m&&Dn(i,d);return r}function Bs(e,t){let n=ke(e),o=n.state.doubtful.get(t);return o&&(n.state.revealed.add(t),Hs(n,o)),n}function Fs(e,t){e.state.held.set(t.id,t),e.state.ended.delete(t.id),Dn(e.state,t.id),An(e,t.id),Hs(e,t)}function Vc({state:e},t){e.held.delete(t.id),e.ended.set(t.id,t.version),t.version>(e.doubtful.get(t.id)?.version??0)&&Dn(e,t.id)}function Gc({state:e},t){t.version>=(e.doubtful.get(t.id)?.version??0)&&e.doubtful.set(t.id,t)}function Dn(e,t){e.doubtful.delete(t),e.revealed.delete(t)}function An({state:e,effects:t},n){let o=e.held.get(n);o?.status==="placed"&&o.received_at===null&&t.push({type:"receipt",id:n})}function Hs({state:e,effects:t},n){if(n.status!=="placed"||e.rung.has(n.id))return;e.rung.add(n.id),t.push({type:"ring",entry:n});let[o]=e.rung;e.rung.size>Wc&&o&&e.rung.delete(o)}function js(e,t){return e.updated_at!==void 0&&e.updated_at<=t}var Yc=10,Xc={firstSeconds:1,longestSeconds:15},Jc=60,Zc=3,Qc=3,el=5,tl=["unauthorized","forbidden","unknown_order","unknown_shop"];function Lt(e){let{connection:t,channel:n,token:o=()=>null,load:s,entryOf:r,random:i=Math.random}=e,a=Ds(e.leaving),l={entries:[],unverified:[],verified:!1,loaded:!1,answering:!0,answeredAt:null,refused:null,ahead:0},d=new Set,m=new AbortController,f=0,h=!1,p=T=>{l={...l,...T,entries:[...a.held.values()],unverified:[...a.revealed].flatMap(x=>a.doubtful.get(x)??[]),verified:!a.suspect};for(let x of[...d])x()},$=T=>{let x=a.doubtful;a=T.state;let I=T.effects.flatMap(D=>D.type==="receipt"?D.id:[]),R=T.effects.flatMap(D=>D.type==="ring"?D.entry:[]);for(let D of a.doubtful.keys())x.has(D)||v(D);for(let D of T.effects)D.type==="request"&&k(D.id,D.etag);I.length&&e.onReceipts?.(I),R.length&&e.onRing?.(R),p()},k=async(T,x)=>{w.busy(),m=new AbortController;let I=setTimeout(()=>m.abort(),Yc*1e3);try{let R=await s(x,m.signal);h||_(T,R)}catch(R){h||S(T,U(R))}finally{clearTimeout(I),w.askIn(E())}},_=(T,x)=>{f=0;let I=Date.now(),R=x.asOf?Date.parse(x.asOf)-I:l.ahead;l={...l,loaded:!0,answering:!0,answeredAt:I,ahead:R};let D=a.want;$(zs(a,T,x)),w.idle(0),a.want&&!D&&w.askIn(0)},S=(T,x)=>{f+=1,l={...l,answering:!1},$(Rs(a,T));let I=(x.retryAfterSeconds??0)*1e3;w.idle(Math.max(I,Pe(f,Xc,i))),w.askIn(0),tl.includes(x.code)&&(C(),p({refused:x}),e.onRefused?.(x))},w=Ls(()=>{$(Is(a)),$(Ps(a))}),E=()=>(t.state==="live"?Jc:Zc)*1e3*(.8+i()*.4),v=T=>{setTimeout(()=>h||$(Bs(a,T)),el*1e3)},g=T=>{h||($(Us(a,T)),a.doubtful.get(T.id)===T&&w.askIn(0))},b=T=>{$(As(a)),w.askIn(T)},C=()=>{h=!0,m.abort(),M(),w.close()},M=t.subscribe(n,o,{event:T=>{let x=r(T);x&&g(x)},subscribed:()=>b(0),resync:()=>b(i()*Qc*1e3),silent:()=>b(0),changed:()=>{t.state!=="live"&&w.askIn(E()),p()}});return b(0),{get view(){return l},take:g,poll:()=>w.askIn(0),watch(T){return d.add(T),()=>d.delete(T)},close:C}}var nl={firstSeconds:.5,longestSeconds:4},ol=15;async function oe(e,t=Math.random){let n=Date.now()+ol*1e3;for(let o=1;;o+=1)try{return await e()}catch(s){let r=U(s),i=(r.retryAfterSeconds??0)*1e3,a=Math.max(i,Pe(o,nl,t));if(!r.isPassing||Date.now()+a>n)throw r;await new Promise(l=>setTimeout(l,a))}}var qs=new Set(["completed","rejected","cancelled"]),Ws=(e,t)=>Gs(`/api/orders?shop_id=${B(e)}&active=true`,t,n=>n.orders);var Vs=e=>Gs(`/api/shops/${B(e)}`,()=>null,t=>[t]);function Gs(e,t,n){return async(o,s)=>{let r=o===null?{}:{"If-None-Match":o},i=await de("GET",e,{token:t(),headers:r,signal:s});return{entries:i.status===304?null:n(await i.json()),etag:i.headers.get("ETag"),asOf:i.headers.get("As-Of")}}}var Ks=(e,t)=>St(()=>Lt({connection:e,channel:`public:shop:${t}`,load:Vs(t),leaving:[],entryOf:n=>n.shop}),t);var Dt=e=>document.visibilityState==="visible"||e.state==="ready";function Ys(e,t){let n=Dt(e),o=()=>{let r=Dt(e);r&&!n&&t(),n=r},s=e.watch(o);return document.addEventListener("visibilitychange",o),()=>{s(),document.removeEventListener("visibilitychange",o)}}function At(){if(crypto.randomUUID)return crypto.randomUUID();let e=crypto.getRandomValues(new Uint8Array(16));return e[6]=(e[6]??0)&15|64,e[8]=(e[8]??0)&63|128,Array.from(e,n=>n.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/,"$1-$2-$3-$4-$5")}var sl=1,rl=2,Xs=15;function Js(e,t,n){let o=At(),s=Date.now(),r=0,a=setInterval(()=>{let l=Date.now();e.state==="live"?(s=l,r=0):l-s>=rl*1e3&&l>=r&&(r=l+Xs*1e3,de("PUT",`/api/shops/${B(t)}/presence`,{token:n(),body:{screen:o}}).catch(()=>{r=Date.now()+Xs*1e3/3}))},sl*1e3);return()=>clearInterval(a)}var Zs=100;function Qs(e,t,n,o){for(let s=0;s<o.length;s+=Zs){let r=o.slice(s,s+Zs);if(e.send(`shop:${t}`,{received:r}))continue;let i={shop_id:t,orders:r};de("POST","/api/orders/received",{token:n(),body:i}).catch(()=>{})}}var il=60;function er(){let[e,t]=y(al);return O(()=>{if(!navigator.wakeLock)return;let n=null,o=!1,s=()=>{document.visibilityState==="visible"&&!o&&t("refused")},r=async()=>{if(!(document.visibilityState!=="visible"||n&&!n.released))try{n=await navigator.wakeLock.request("screen"),n.addEventListener("release",s),t("held"),o&&n.release()}catch{s()}};document.addEventListener("visibilitychange",r);let i=setInterval(r,il*1e3);return r(),()=>{o=!0,clearInterval(i),document.removeEventListener("visibilitychange",r),n?.release().catch(()=>{})}},[]),e}function al(){return navigator.wakeLock?"held":isSecureContext?"missing":"insecure"}function tr({awake:e}){let[t,n]=y(j("awake.read")===!0);if(e==="held"||t)return null;let o=()=>{G("awake.read",!0),n(!0)};return u`
    <div class="hint" role="status">
      <p>${c(`awake.${e}`)}</p>
      <button type="button" class="quiet" onClick=${o}>${c("awake.read")}</button>
    </div>`}function nr(e){let{connection:t,shopId:n,sessions:o,bell:s}=e,r=o.current?.watching??!1,i=St(()=>cl(e,r),n),a=Ks(t,n),l=Et(1)+(i?.view.ahead??0);O(()=>r?void 0:Js(t,n,o.token),[n]),O(()=>i?Ys(s,i.poll):void 0,[i]);let d=er(),m=a?.view.entries[0]??null;return{...e,orders:i,shopFeed:a,shop:m,menu:m?.menu??[],verified:i?.view.entries??[],unverified:i?.view.unverified??[],now:l,watching:r,awake:d,call:(f,h,p)=>ll(o,f,h,p)}}function cl({connection:e,shopId:t,sessions:n,bell:o},s){return Lt({connection:e,channel:`shop:${t}`,token:n.token,load:Ws(t,n.token),leaving:qs,entryOf:r=>r.order,onReceipts:r=>{!s&&Dt(o)&&Qs(e,t,n.token,r)},onRefused:()=>n.refused(n.token())})}async function ll(e,t,n,o){let s=e.token();try{return await oe(async()=>{let r=await de(t,n,{token:s,body:o});return r.status===204?null:await r.json()})}catch(r){let i=U(r);throw i.status===401&&e.refused(s),i}}var me=({shopId:e},t="")=>`/api/shops/${B(e)}${t}`,He=200,je=({shopId:e},t)=>`/api/orders?shop_id=${B(e)}&active=false&limit=${t}`;var ul=10,dl=30;function ml(e){return e.filter(t=>t.status==="completed").flatMap(t=>t.completed_at?{...t,completed_at:t.completed_at}:[]).sort((t,n)=>Date.parse(n.completed_at)-Date.parse(t.completed_at)).slice(0,ul)}var pl=({completed_at:e},t)=>t-Date.parse(e)<dl*6e4;function or({station:e,performing:t,onClose:n}){let[o,s]=y(null),[r,i]=y("");O(()=>{e.call("GET",je(e,He)).then(({orders:d})=>s(d),d=>i(U(d).code))},[]);let a=ml(o??[]),l=d=>{t.perform(d,"recall",{to:"ready"}),n()};return u`
    <${X} title=${c("last.title")} testid="last-ones" onClose=${n}>
      ${r&&u`<p class="notice bad" role="alert">${J({code:r})}</p>`}
      ${!o&&!r&&u`<${ne} view=${e.orders?.view} />`}
      ${o&&a.length===0&&u`<p class="faint">${c("last.none")}</p>`}
      <ul class="last-ones">
        ${a.map(d=>u`
            <li key=${d.id} class="last-one" data-ended=${d.id}>
              <strong class="number">${d.number}</strong>
              <span>
                ${c("last.at",{name:d.customer.name,time:V(d.completed_at,A(),e.shop?.timezone)})}
                <small>${fl(d)}</small>
              </span>
              ${!e.watching&&(pl(d,e.now)?u`<button type="button" onClick=${()=>l(d)}
                      aria-label=${c("last.recall_order",{number:d.number})}>${c("last.recall")}</button>`:u`<small class="faint">${c("last.too_late")}</small>`)}
            </li>`)}
      </ul>
    <//>`}var fl=({items:e})=>e.map(t=>c("menu.quantity",{quantity:t.quantity,dish:L(t)})).join(", ");function sr(e,t){let n=new Set(t),o=new Map([...e].filter(([i])=>n.has(i))),s=new Set(o.values()),r=Array.from({length:9},(i,a)=>a+1).filter(i=>!s.has(i));for(let i of t){if(r.length===0)break;o.has(i)||o.set(i,r.shift()??0)}return o}var hl={accept:"accepted",reject:"rejected",ready:"ready",complete:"completed"},It=({action:e,body:t})=>e==="recall"?t.to:hl[e];function ir(e,t,n){let o=s=>r=>{let i=n.get(r.id),a=i&&i.order.status===r.status?i:null,l=gl(r,a);return l?[{order:r,verified:s,column:l,pending:a}]:[]};return[...e.flatMap(o(!0)),...t.flatMap(o(!1))].sort(({order:s},{order:r})=>rr(s.placed_at,r.placed_at)||rr(s.id,r.id))}function gl(e,t){let n=t&&t.until===null?It(t):e.status;return ue.find(o=>o===n)??ue.find(o=>o===e.status)}function ar(e,t){let n=new Map(t.map(({id:s,status:r})=>[s,r])),o=[...e].filter(([s,{order:r,until:i}])=>{let a=n.get(s);return a===void 0?i===null:a===r.status});return o.length===e.size?e:new Map(o)}var rr=(e,t)=>e<t?-1:e>t?1:0;var $l=3,ur=20,cr=5,_l=180,In=e=>e.accepted_at!==null&&e.ready_at!==null;function lr(e,t){let n=new Map(e.map(s=>[s.id,s])),o=t.filter(s=>In(s)&&s.ready_at!==n.get(s.id)?.ready_at);if(o.length===0)return e;for(let s of o)n.set(s.id,s);return[...n.values()].filter(In).sort((s,r)=>Date.parse(s.ready_at)-Date.parse(r.ready_at)).slice(-ur)}function bl(e){let t=e.filter(In).map(({accepted_at:r,ready_at:i})=>(Date.parse(i)-Date.parse(r))/6e4).sort((r,i)=>r-i);if(t.length<$l)return null;let[n=0,o=0]=[t[Math.floor((t.length-1)/2)],t[Math.floor(t.length/2)]],s=Math.max(1,Math.ceil((n+o)/2/cr));return Math.min(_l,s*cr)}function dr(e){let[t,n]=y([]);return O(()=>{e.call("GET",je(e,ur)).then(({orders:o})=>n(s=>lr(s,o)),()=>{})},[e.shopId]),O(()=>n(o=>lr(o,e.verified)),[e.verified]),bl(t)}function mr(e){let t=new Map;for(let{order:n,column:o}of e.filter(s=>yl(s)))for(let s of n.items){let r=t.get(s.dish_id)??wl(s);r.quantity+=s.quantity,r[o==="placed"?"fresh":"cooking"]+=s.quantity,s.note&&(r.noted+=s.quantity),t.set(s.dish_id,r)}return[...t.values()].sort((n,o)=>o.quantity-n.quantity)}var yl=({column:e,pending:t})=>e!=="ready"&&t?.action!=="reject",wl=e=>({dishId:e.dish_id,item:e,quantity:0,fresh:0,cooking:0,noted:0});function pr({all:e,dishes:t,dishId:n,onSeek:o}){return u`
    <section class="totals" id="totals" data-testid="totals" aria-labelledby="totals-title">
      <h2 id="totals-title">${c("totals.title")}</h2>
      ${e.length===0&&u`<p class="faint">${c("totals.none")}</p>`}
      <ul>
        ${e.map(s=>u`
            <li key=${s.dishId}>
              <button type="button" data-total=${s.dishId} aria-pressed=${s.dishId===n}
                onClick=${()=>o(s.dishId===n?null:s.dishId)}>
                <b>${s.quantity}</b>
                <span>${L(s.item.names?s.item:t.get(s.dishId)??s.item)}
                  <small>${vl(s)}</small></span>
              </button>
            </li>`)}
      </ul>
    </section>`}function vl({fresh:e,cooking:t,noted:n}){return[e>0&&c("totals.fresh",{quantity:e}),t>0&&c("totals.cooking",{quantity:t}),n>0&&c("totals.noted",{quantity:n})].filter(Boolean).join(" · ")}var kl=.25;function fr({performing:e,shown:t}){let{undoable:n,refusals:o}=e,s=[...o.values()].filter(({order:r})=>!t.has(r.id));return u`
    <div class="undo-bar" data-testid="undo-bar">
      <div role="alert">
        ${s.map(({order:r,code:i})=>u`
            <p key=${r.id} class="notice bad" data-code=${i}>
              ${c("undo.refused",{number:r.number,problem:J({code:i})})}</p>`)}
      </div>
      <ul>
        ${n.map(r=>u`
            <${Sl} key=${`${r.order.id} ${r.until}`} one=${r} onUndo=${()=>e.undo(r)} />`)}
      </ul>
    </div>`}function Sl({one:e,onUndo:t}){let n=Et(kl),{number:o}=e.order,s=Math.max(0,Math.ceil((e.until-n)/1e3));return u`
    <li class="undo" data-undo=${e.order.id}>
      <span role="status">${c(`undo.${e.action}`,{number:o})}</span>
      <span class="seconds" aria-hidden="true">${s}</span>
      <button type="button" onClick=${t} aria-label=${c("undo.of",{number:o})}>${c("undo.undo")}</button>
    </li>`}var xl="(min-width: 1500px)",El={accepting:"open",unattended:"open",paused:"paused",closed:"closed"};function gr({station:e,performing:t,ringing:n}){let{verified:o,unverified:s,shop:r,watching:i}=e,{pending:a,refusals:l,touched:d}=t,m=bs(e.now),f=dr(e),h=F(()=>ir(o,s,a),[o,s,a]),{shown:p,hold:$}=Os({all:h,suggestion:f,refusals:l,touched:d}),[k,_]=y(null),[S,w]=y(null),[E,v]=y(null),[g,b]=y(null),[C,M]=hr("totals",matchMedia(xl).matches),[T,x]=hr("keys",!1),I=F(()=>ue.flatMap(Y=>p.all.filter(Ea=>Ea.column===Y)),[p.all]),R=I.map(({order:Y})=>Y.id),D=Cl(R),ee=F(()=>mr(p.all),[p.all]),$e=F(()=>new Map((r?.menu??[]).map(Y=>[Y.id,Y])),[r]),P=ee.some(Y=>Y.dishId===g)?g:null,W=ce(e.connection,e.orders),ie=I.length===0&&(W||!e.orders?.view.loaded),_e=()=>M(!C);return ls({tickets:I,numbers:D,selected:k,suggestion:p.suggestion,watching:i,performing:t,ringing:n,onSelect:Y=>{_(Y),Y&&Tl(Y)?.scrollIntoView({block:"nearest"})},onDecline:w,onPanel:v,onTotals:_e,onUsed:()=>T||x(!0)}),u`
    <div class="board" data-keys=${T} data-totals=${C&&I.length>0} data-seeking=${P!==null}
      data-offline=${W} ...${$}>
      <${_s} tickets=${I} hasTotals=${C} onTotals=${_e} onPanel=${v} />
      ${C&&I.length>0&&u`<${pr} all=${ee} dishes=${$e} dishId=${P} onSeek=${b} />`}
      ${ie&&u`<div class="no-orders"><${ne} view=${e.orders?.view} /></div>`}
      ${!ie&&u`<${Ts} tickets=${I}
        state=${r?El[tt(r)]:"open"} refusals=${p.refusals}
        touched=${p.touched} numbers=${T?D:null} selected=${k} declining=${S}
        dishId=${P} suggestion=${p.suggestion} canAct=${!i}
        soonMinutes=${r?.soon_minutes??On.soonMinutes}
        lateMinutes=${r?.late_minutes??On.lateMinutes} dishes=${$e} clock=${m}
        performing=${t} onSelect=${_} onDecline=${w} language=${A()}
        timezone=${r?.timezone} />`}
      <${fr} performing=${t} shown=${new Set(R)} />
      ${E==="last"&&u`<${or} station=${e} performing=${t} onClose=${()=>v(null)} />`}
      ${E==="keys"&&u`<${Ns} isShown=${T} onShow=${x} onClose=${()=>v(null)} />`}
    </div>`}function Cl(e){let t=N(new Map),n=e.join();return F(()=>(t.current=sr(t.current,e),t.current),[n])}function hr(e,t){let[n,o]=y(j(e)??t);return[n,s=>{o(s),G(e,s)}]}var Tl=e=>document.querySelector(`.ticket[data-order-id="${CSS.escape(e)}"]`);async function $r(e,t,n,o){let s=`/api/orders/${B(e)}/${t}`,r=()=>Z("POST",s,{token:o,body:n,keepalive:!0});try{return{order:await oe(r),problem:null}}catch(i){let a=U(i);return{order:a.members.order??null,problem:a}}}var Rn=5,Ml=3,Ol=20,Nl={ready:"accepted",complete:"ready"},Ll=["reject","complete"],Dl="invalid_transition",_r="offline";function yr(e,t){let n=new Map,o=new Map,s=new Set,r=[],i=new Map,a=new Map,l=(g,b,C={})=>{let{station:M,ringing:T}=e();if(M.watching||n.has(g.id))return;if(E(g.id),o=qe(o,g.id),ce(M.connection,M.orders))return _(g,_r);T.notice([g.id]);let x=M.sessions.token();b==="reject"?d({order:g,action:b,body:C,until:br(),token:x}):((b==="ready"||b==="complete")&&S({order:g,action:b,body:C,until:br(),token:x}),p({order:g,action:b,body:C,until:null,token:x}))},d=g=>{f(),n=Pn(n,g.order.id,g),S(g);let b=setTimeout(()=>m(g.order.id),Rn*1e3);i.set(g.order.id,b),t()},m=g=>{let b=n.get(g);if(h(g),!b)return;n=qe(n,g);let{connection:C,orders:M}=e().station;ce(C,M)?_(b.order,_r):p({...b,until:null})},f=()=>{for(let g of[...i.keys()])m(g)},h=g=>{clearTimeout(i.get(g)),i.delete(g),r=r.filter(({order:b,action:C})=>b.id!==g||C!=="reject")},p=async g=>{let{order:b,action:C,body:M}=g,{current:T}=e().station.sessions,I=T?.shopId===b.shop_id&&!T.watching?T.token:g.token;n=Pn(n,b.id,g),t();let R=()=>$r(b.id,C,M,I),D=a.get(b.id)?.then(R)??R();a.set(b.id,D);let{order:ee,problem:$e}=await D;a.get(b.id)===D&&a.delete(b.id);let{station:P}=e(),W=$e?.isPassing&&$(g);ee&&P.orders?.take(ee),n.get(b.id)===g&&(n=qe(n,b.id)),$e?.status===401&&P.sessions.refused(I),$e&&!W&&_(ee??b,$e.code),t()},$=g=>{let b=k(g.order.id);return b?b.status===It(g):Ll.includes(g.action)},k=g=>{let{verified:b,unverified:C}=e().station;return[...b,...C].find(M=>M.id===g)},_=(g,b)=>{let C={order:g,code:b};o=Pn(o,g.id,C),r=r.filter(M=>M.order.id!==g.id),e().ringing.ringAgain(g.id),setTimeout(()=>{o.get(g.id)===C&&(o=qe(o,g.id),t())},Ol*1e3),t()},S=g=>{r=[...r.filter(({order:C})=>C.id!==g.order.id),g].slice(-Ml),setTimeout(()=>{r=r.filter(C=>C!==g),t()},Rn*1e3)},w=(g=r.at(-1))=>{if(!g)return;let{order:b,action:C}=g;if(r=r.filter(M=>M!==g),C==="reject")h(b.id),n=qe(n,b.id),e().ringing.ringAgain(b.id),t();else{n=qe(n,b.id);let M=k(b.id)??{...b,status:It(g)};l(M,"recall",{to:Nl[C]})}},E=g=>{s.has(g)||(s=new Set([...s,g]),t())};return{get pending(){return n},get refusals(){return o},get touched(){return s},get undoable(){return r},perform:l,undo:w,touch:E,hear:g=>{let b=ar(n,g),C=[...n.values()].filter(({order:T})=>!b.has(T.id));n=b;for(let{order:T}of C.filter(({until:x})=>x!==null))h(T.id),_(k(T.id)??T,Dl);let M=new Set(g.flatMap(({id:T,status:x})=>x==="placed"?T:[]));[...s].some(T=>!M.has(T))&&(s=new Set([...s].filter(T=>M.has(T)))),C.length>0&&t()},sendHeld:f}}var br=()=>Date.now()+Rn*1e3,Pn=(e,t,n)=>new Map([...e,[t,n]]),qe=(e,t)=>new Map([...e].filter(([n])=>n!==t));function wr(e,t){let n=N({station:e,ringing:t});n.current={station:e,ringing:t};let[,o]=y({}),s=F(()=>yr(()=>n.current,()=>o({})),[]),{verified:r,unverified:i}=e;return ae(()=>s.hear([...r,...i]),[r,i]),O(()=>{let a=()=>document.visibilityState==="hidden"&&s.sendHeld();return document.addEventListener("visibilitychange",a),addEventListener("pagehide",s.sendHeld),()=>{document.removeEventListener("visibilitychange",a),removeEventListener("pagehide",s.sendHeld),s.sendHeld()}},[]),s}var Al=30,Il=20;function Pl(e,t,n){let o=new Set(t.map(({id:s})=>s));return e.filter(({id:s,status:r,accept_by:i})=>!o.has(s)&&r==="placed"&&i!==null&&Date.parse(i)<=n+Al*1e3)}function vr(e,t,n){let[o,s]=y([]),r=N(e),i=async a=>{let l=`/api/orders/${B(a.id)}`,d=await oe(()=>Z("GET",l,{token:n()}));d.closed_reason==="kitchen_timeout"&&s(m=>Rl(m,d))};return O(()=>{let a=Pl(r.current,e,t);r.current=e;for(let l of a)i(l).catch(()=>{})},[e]),{timedOut:o,onRead:()=>s([])}}var Rl=(e,t)=>[...e.filter(({id:n})=>n!==t.id),t].sort((n,o)=>Date.parse(n.placed_at)-Date.parse(o.placed_at)).slice(-Il);function kr({timedOut:e,onRead:t}){if(e.length===0)return null;let n=e.map(({number:o})=>o).join(", ");return u`
    <div class="notice bad to-read" role="alert" data-testid="timed-out">
      <p>${c("kitchen.timed_out",{numbers:n})}</p>
      <button type="button" onClick=${t}>${c("kitchen.read")}</button>
    </div>`}var Ul=[10,20,30,60],zl=4;function Pt({station:e,opening:{isBusy:t,changeShop:n}}){let[o,s]=y(!1),{shop:r,watching:i}=e;if(!r)return null;let a=tt(r),l=f=>{s(!1),n({pause_minutes:f})},d=u`
    <button type="button" class="primary" disabled=${t} onClick=${()=>l(0)}>${c("pause.end")}</button>`,m=u`
    <button type="button" aria-haspopup="dialog" disabled=${t} onClick=${()=>s(!0)}>
      ${c("pause.begin")}</button>`;return u`
    <div class="open" data-open=${r.open} data-accepting=${r.accepting} data-state=${a}>
      <strong class="badge" data-state=${a}>
        ${a==="paused"?Bl(e):c(r.open?"kitchen.open":"kitchen.closed")}</strong>
      ${!i&&r.open&&(a==="paused"?d:m)}
      ${!i&&u`
          <button type="button" class=${r.open?"":"primary"} disabled=${t}
            onClick=${()=>n({open:!r.open})}>
            ${c(r.open?"kitchen.do_close":"kitchen.do_open")}
          </button>`}
      ${o&&u`
          <${X} title=${c("pause.title")} onClose=${()=>s(!1)}>
            <p class="faint">${c("pause.meaning")}</p>
            <div class="choices">
              ${Ul.map(f=>u`
                  <button type="button" key=${f} data-pause=${f} onClick=${()=>l(f)}>
                    ${c("pause.minutes",{minutes:f})}</button>`)}
            </div>
          <//>`}
    </div>`}function Sr({station:{shop:e,watching:t}}){let n=e?tt(e):"accepting",o=xt(n==="unattended",zl);return n==="closed"?u`<p class="notice" role="status">${c("kitchen.not_accepting")}</p>`:n==="paused"?u`<p class="notice" role="status">${c("pause.notice")}</p>`:o?u`<p class="notice bad" role="alert" data-testid="unattended">${c(t?"opening.nobody":"opening.not_counted")}</p>`:null}function Bl({shop:e,now:t}){let n=e?.paused_until??"",o=Ct(n,A(),t,e?.timezone);return c("pause.until",{time:o,left:Tt(n,t)??"0:00"})}function se(e){let[t,n]=y(!1),[o,s]=y(null);return{isBusy:t,problem:o,onRead:()=>s(null),changeShop:async i=>{n(!0),s(null);try{return Un(e),e.shopFeed?.take(await e.call("PATCH",me(e),i)),!0}catch(a){return s(U(a)),!1}finally{n(!1)}}}}function Un({connection:e,shopFeed:t}){if(ce(e,t))throw new Le(0,"no_answer")}function Se({problem:e}){return e?u`<p class="notice bad" role="alert" data-code=${e.code}>${Rt(e)}</p>`:null}var Rt=e=>e.code==="unknown_dish"?c("editing.gone"):J(e);function Er({opening:e,dishChanges:{refused:t,onRead:n}}){let{problem:o}=e;return u`
    ${o&&u`<${xr} code=${o.code} words=${Rt(o)} onRead=${e.onRead} />`}
    ${t&&u`
        <${xr} code=${t.problem.code} onRead=${n}
          words=${c("dishes.unchanged",{dish:L(t.dish),why:Rt(t.problem)})} />`}`}function xr({code:e,words:t,onRead:n}){return u`
    <div class="notice bad to-read" role="alert" data-code=${e}>
      <p>${t}</p>
      <button type="button" onClick=${n}>${c("kitchen.read")}</button>
    </div>`}var Cr=[{times:1,gain:.5,seconds:1.3},{times:1.5,gain:.35,seconds:1},{times:2.52,gain:.35,seconds:.7},{times:4.2,gain:.2,seconds:.3}],zn=[{times:1,gain:.6,seconds:.9},{times:2,gain:.3,seconds:.6},{times:3,gain:.15,seconds:.3}],ot=[{times:1,gain:.8,seconds:.28},{times:3.98,gain:.45,seconds:.1}],st={bell:[...re(0,880,Cr),...re(.28,880,Cr)],chime:[...re(0,1568,zn),...re(.2,1319,zn),...re(.4,1047,zn)],marimba:[...re(0,784,ot),...re(.13,1047,ot),...re(.26,1319,ot),...re(.39,1047,ot),...re(.52,1568,ot)],buzzer:[...Tr(0),...Tr(.42)],whistle:[0,.24,.48,.72].flatMap(e=>[Ut(e,2100,.6,.11,"triangle"),Ut(e+.12,2800,.6,.11,"triangle")])},zt=Object.keys(st);function re(e,t,n){return n.map(({times:o,gain:s,seconds:r})=>({at:e,hertz:t*o,gain:s,seconds:r,wave:"sine",envelope:"struck"}))}function Ut(e,t,n,o,s){return{at:e,hertz:t,gain:n,seconds:o,wave:s,envelope:"held"}}function Tr(e){return[Ut(e,466,.4,.3,"square"),Ut(e,494,.4,.3,"sawtooth")]}var De={least:20,most:100,step:10},Fn=["auto","light","dark"],Hn=["normal","large","huge"];function Or(e){let{sound:t,volume:n,ringsWatching:o,scheme:s,ticketSize:r}=Object(e),i=Number.isFinite(n)?n:De.most;return{sound:Bn(zt,t),volume:Math.min(De.most,Math.max(De.least,i)),ringsWatching:o===!0,scheme:Bn(Fn,s),ticketSize:Bn(Hn,r)}}var Bt=new Set,We=Or(j("screen")),Ft=()=>We;function Ae(e){G("screen",{...We,...e}),Lr()}function xe(){return Ne(e=>(Bt.add(e),()=>Bt.delete(e))),We}function Nr(){pt("screen",Lr),Bt.add(Mr),Mr()}function Lr(){We=Or(j("screen"));for(let e of[...Bt])e()}function Mr(){let{dataset:e}=document.documentElement;e.scheme=We.scheme,e.ticketSize=We.ticketSize}function Bn(e,t){return e.find(n=>n===t)??e[0]}var Ht=[{fromShare:0,gain:.5,everySeconds:2.5},{fromShare:.25,gain:.75,everySeconds:1.8},{fromShare:.6,gain:1,everySeconds:1.3}],Fl=10,Dr=60;function Ar(e,t){return{ids:new Set(e.map(({id:n})=>n)),until:t+Dr*1e3}}function jn(e,t){let n=e?Math.ceil((e.until-t)/1e3):0;return n>0&&n<=Dr?n:0}var qn=(e,t)=>e.filter(({id:n,status:o})=>o==="placed"&&!t.has(n));function Ir(e,t,n){let o=jn(t,n)>0;return e.filter(({id:s})=>!o||!t?.ids.has(s)).sort((s,r)=>Date.parse(s.placed_at)-Date.parse(r.placed_at))}function Pr(e,t){let n=Math.max(0,...e.map(o=>Hl(o,t)));return Ht.filter(({fromShare:o})=>n>=o).at(-1)??Ht[0]}function Hl({placed_at:e,accept_by:t},n){let o=Date.parse(e),s=t?Date.parse(t)-o:Fl*6e4;return s>0?(n-o)/s:1}var jt=e=>(e/100)**2;var jl=3;function Rr({bell:e,verified:t,unverified:n,now:o,watching:s}){let[r,i]=y(new Set),[a,l]=y(null),{ringsWatching:d}=xe(),f=!s||d?[...t,...n]:[],h=qn(f,r),p=Date.now(),$=Ir(h,a,p),k=Pr($,o);return ql(e,$,k),{orders:$,level:$.length>0?Ht.indexOf(k)+1:0,announcement:Wl($),silentSeconds:h.length>$.length?jn(a,p):0,silence:()=>l(Ar(h,Date.now())),endSilence:()=>l(null),notice:_=>i(S=>{let w=qn(f,new Set).map(({id:E})=>E);return new Set(w.filter(E=>S.has(E)||_.includes(E)))}),ringAgain:_=>i(S=>new Set([...S].filter(w=>w!==_)))}}function ql(e,t,n){O(()=>{if(t.length===0)return;let o=()=>{},s=()=>{let{sound:i,volume:a}=Ft();o=e.play(st[i],n.gain*jt(a))};s();let r=setInterval(s,n.everySeconds*1e3);return()=>{clearInterval(r),o()}},[t.length>0,t.at(-1)?.id,n])}function Wl(e){let[t,n]=y(""),o=N([]),s=e.map(({id:r})=>r);return O(()=>{let r=e.filter(({id:i})=>!o.current.includes(i));o.current=s,r.length>0&&n(r.slice(-jl).map(Vl).join(" "))},[s.join()]),t}function Vl({number:e,items:t}){let n=t.map(o=>c("menu.quantity",{quantity:o.quantity,dish:L(o)}));return c("ticket.new",{number:e,items:n.join(", ")})}function Ur({ringing:e}){let{orders:t,silentSeconds:n}=e;if(t.length>0)return u`
      <button type="button" class="danger silence" onClick=${e.silence}>${c("sound.quiet")}</button>`;if(n===0)return null;let o=xn(n);return u`
    <button type="button" class="silence" data-silent=${n} onClick=${e.endSilence}>
      <span>${c("sound.silent",{left:o})}</span>
      <span class="hidden">${c("sound.ring_again")}</span>
    </button>`}function qt(e){let t=N(()=>{});return()=>{let{sound:n,volume:o}=Ft();t.current(),t.current=e.play(st[n],jt(o))}}function zr({station:e,opening:t}){let{bell:n,sessions:o,shop:s}=e,[r,i]=y(!1),a=N(null),l=N(null),d=qt(n);return O(()=>i(!1),[s?.open,s?.paused_until]),ae(()=>{if(!r)return;let m=({target:h})=>{a.current?.contains(h)||i(!1)},f=({key:h})=>{h==="Escape"&&(i(!1),l.current?.focus())};return addEventListener("pointerdown",m),addEventListener("keydown",f),()=>{removeEventListener("pointerdown",m),removeEventListener("keydown",f)}},[r]),u`
    <div class="more" ref=${a}>
      <button type="button" ref=${l} aria-expanded=${r} aria-label=${c("more.title")} data-testid="more"
        onClick=${()=>i(!r)}>
        <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
          <circle cx="12" cy="5" r="2.2" /><circle cx="12" cy="12" r="2.2" /><circle cx="12" cy="19" r="2.2" />
        </svg>
      </button>
      ${r&&u`
          <div class="more-items card">
            ${s&&u`<strong class="whole-name">${L(s)}</strong>`}
            ${s?.open&&!s.paused_until&&u`<${Pt} station=${e} opening=${t} />`}
            <button type="button" onClick=${d}>${c("sound.test")}</button>
            <${ze} />
            <button type="button" onClick=${o.logOut}>${c("login.out")}</button>
          </div>`}
    </div>`}function Br({station:{bell:e,watching:t},waiting:n}){Ne(e.watch);let{ringsWatching:o}=xe();if(e.state==="ready"||t&&!o)return null;if(e.state==="none")return u`<p class="notice sound-notice" role="status">${c("sound.none")}</p>`;let s=n>0,r=s?c("sound.unheard",{count:n}):c("sound.blocked");return u`
    <button type="button" class="notice wide sound-notice" data-testid="sound-blocked" data-urgent=${s}
      onClick=${e.unblock}>
      <${Gl} />
      <span>${r}</span>
    </button>`}function Gl(){return u`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round">
      <path d="M4 9h4l5-4v14l-5-4H4z" fill="currentColor" />
      <path d="M17 9l5 6M22 9l-5 6" />
    </svg>`}function Fr({station:e,ringing:t,dishChanges:n,views:o,view:s,onView:r}){let{connection:i,shop:a,orders:l,shopFeed:d,shopId:m,watching:f}=e,h=se(e),p=[l,d].flatMap($=>$?.view??[]);return u`
    <header class="bar">
      <${Go} connection=${i} views=${p} />
      <h1>${a?L(a):m}</h1>
      ${f&&u`<strong class="badge" data-testid="looking">${c("looking.badge")}</strong>`}
      <${Pt} station=${e} opening=${h} />
      <nav class="views" aria-label=${c("kitchen.views")}>
        ${o.map($=>u`
            <button type="button" key=${$} data-view=${$} aria-current=${$===s?"page":null}
              onClick=${()=>r($)}>${c(`view.${$}`)}</button>`)}
      </nav>
      <${Ur} ringing=${t} />
      <${zr} station=${e} opening=${h} />
      <${Er} opening=${h} dishChanges=${n} />
    </header>
    <${Br} station=${e} waiting=${t.orders.length} />
    <${Sr} station=${e} />
    <${tr} awake=${e.awake} />`}var Hr=3e3;function Kl(e,t,n){return t.filter(s=>!Yl(s,e,n)).reduce((s,r)=>Zl(s,r.dishId,r.shown),e)}function Yl({dishId:e,shown:t,answeredAt:n},o,s){if(n===null)return!1;let r=o.find(({id:i})=>i===e);return s-n>Hr||!r||Xl(r,t)}var Xl=(e,t)=>JSON.stringify({...e,...t})===JSON.stringify(e),Jl=(e,t)=>Object.fromEntries(Object.entries(t).filter(([n])=>n in e));function Zl(e,t,n){let o=e.find(a=>a.id===t);if(!o)return e;let s=e.filter(a=>a!==o),r=n.position??e.indexOf(o);return[...s.slice(0,r),{...o,...n},...s.slice(r)].map((a,l)=>({...a,position:l}))}function jr(e){let[t,n]=y([]),[o,s]=y(null),r=N({number:0,done:Promise.resolve()}),i=async(a,l,d)=>{let m=r.current.number+1,f=e.menu.find(({id:$})=>$===a)??{name:a};s(null),n($=>[...$.filter(({answeredAt:k})=>k===null||Ql(k)),{number:m,dishId:a,shown:d,answeredAt:null}]);let h=me(e,`/menu/${B(a)}`),p=r.current.done.then(()=>(Un(e),e.call("PATCH",h,l)));r.current={number:m,done:p.catch(()=>null)};try{let k={shown:Jl(d,await p),answeredAt:Date.now()};return n(_=>_.map(S=>S.number===m?{...S,...k}:S)),null}catch($){let k=U($);return n(_=>_.filter(S=>S.number!==m)),s({dish:f,problem:k}),k}finally{e.shopFeed?.poll()}};return{menu:Kl(e.menu,t,Date.now()),changeDish:i,refused:o,onRead:()=>s(null)}}var Ql=e=>Date.now()-e<=Hr;var eu={"dishes.search":"Search dishes","dishes.sold_out":"Sold out ({count})","dishes.nothing_sold_out":"Everything is available.","dishes.none":"There are no dishes yet. Add them under “Edit menu”.","dishes.not_found":"No dish has this name.","back.title":"{dish}: sold out. Back when?","back.mark":"Mark sold out","back.half_hour":"In 30 minutes","back.hour":"In 1 hour","back.two_hours":"In 2 hours","back.tomorrow":"Tomorrow","back.never":"When I say so","back.at":"Sold out, back at {time}","back.bring":"Bring back","back.bring_dish":"Bring back {dish}","editing.title":"Edit menu","editing.begin":"Edit menu","editing.done":"Done","editing.add":"Add a dish","editing.dish":"Change a dish","editing.edit":"Edit","editing.save":"Save","editing.saving":"Saving…","editing.cancel":"Cancel","editing.keep":"Keep it","editing.remove":"Remove from the menu","editing.remove_sure":"Remove {dish} for good?","section.title":"Sections","section.count":"Sections ({count})","section.meaning":"Headings of the menu, in the order that customers see.","section.none":"Without a section","section.new":"New section…","section.add":"Add a section","section.edit":"Change a section","section.remove":"Remove the section","section.remove_sure":"Remove {section}? Its dishes stay on the menu, without a section.","sorting.how":"Drag by the handle. Or press it, move with the arrows, and press it again to put down.","sorting.handle":"Move {name}","sorting.up":"Move up","sorting.down":"Move down","sorting.lifted":"{name} is lifted. Arrows move it, Space puts it down, Escape cancels.","sorting.moved":"{name}: {number} of {count}, {section}","sorting.dropped":"{name} is now {number} of {count}, {section}","sorting.cancelled":"{name} stays where it was.","field.name":"Name","field.name_hint":"Shown where there is none in the reader’s language.","field.name_in":"Name for readers of {language}","field.price":"Price in {currency}","field.section":"Section","field.section_name":"Name of the new section","price.missing":"A price is missing.","price.nonsense":"Digits alone, with at most one point, such as 12.50.","price.too_precise":"This currency has no such small change.","price.too_high":"This is more than a dish may cost here.","check.name_missing":"A name is missing.","check.name_taken":"There is already one of this name.","check.minutes":"Minutes from 1 to 180.","check.late_first":"This must be more than the minutes above.","details.title":"Shop","details.soon":"Minutes until a ticket turns yellow","details.soon_hint":"Its order has waited for long.","details.late":"Minutes until a ticket turns red","details.late_hint":"Its order is late.","details.saved":"Saved on all screens.","link.title":"Link for customers","link.meaning":"Whoever opens it or scans the code comes to your menu.","link.only_here":"Only this device can open this link: {host} means the device itself. Open this page by the address that customers use, then print.","link.copy":"Copy","link.copied":"Copied.","link.copy_by_hand":"Copying is not possible here. The link is selected: copy it by hand.","link.code":"Code to scan for {link}","link.print":"Print a poster","link.scan":"Scan to order"},tu={"dishes.search":"搜索菜品","dishes.sold_out":"已售罄（{count}）","dishes.nothing_sold_out":"全部可点。","dishes.none":"还没有菜品。请点“编辑菜单”添加。","dishes.not_found":"没有叫这个名字的菜品。","back.title":"{dish} 售罄，何时恢复？","back.mark":"标为售罄","back.half_hour":"30 分钟后","back.hour":"1 小时后","back.two_hours":"2 小时后","back.tomorrow":"明天","back.never":"手动恢复","back.at":"售罄，{time} 恢复","back.bring":"恢复供应","back.bring_dish":"恢复供应：{dish}","editing.title":"编辑菜单","editing.begin":"编辑菜单","editing.done":"完成","editing.add":"添加菜品","editing.dish":"修改菜品","editing.edit":"修改","editing.save":"保存","editing.saving":"保存中…","editing.cancel":"取消","editing.keep":"保留","editing.remove":"从菜单移除","editing.remove_sure":"确定移除 {dish} 吗？无法撤销。","section.title":"分类","section.count":"分类（{count}）","section.meaning":"菜单的分类标题，顾客按此顺序看到。","section.none":"未分类","section.new":"新分类…","section.add":"添加分类","section.edit":"修改分类","section.remove":"移除分类","section.remove_sure":"确定移除“{section}”吗？其中的菜品仍在菜单上，但不再属于任何分类。","sorting.how":"按住手柄拖动；或点一下手柄，用箭头移动，再点一下放下。","sorting.handle":"移动 {name}","sorting.up":"上移","sorting.down":"下移","sorting.lifted":"已拿起 {name}。方向键移动，空格键放下，Esc 键取消。","sorting.moved":"{name}：{section}，第 {number} 个，共 {count} 个","sorting.dropped":"{name} 现在是 {section} 的第 {number} 个，共 {count} 个","sorting.cancelled":"{name} 留在原处。","field.name":"名称","field.name_hint":"没有读者语言的名称时显示。","field.name_in":"{language} 名称","field.price":"价格（{currency}）","field.section":"分类","field.section_name":"新分类的名称","price.missing":"请填写价格。","price.nonsense":"只能填数字，最多一个小数点，例如 12.50。","price.too_precise":"此货币没有这么小的单位。","price.too_high":"超过了菜品价格的上限。","check.name_missing":"请填写名称。","check.name_taken":"已有同名的了。","check.minutes":"请填 1 到 180 分钟。","check.late_first":"必须大于上面的分钟数。","details.title":"店铺","details.soon":"几分钟后订单卡变黄","details.soon_hint":"表示订单等待较久。","details.late":"几分钟后订单卡变红","details.late_hint":"表示订单已超时。","details.saved":"已保存，所有屏幕生效。","link.title":"顾客点单链接","link.meaning":"打开链接或扫码即可看到您的菜单。","link.only_here":"只有本机能打开此链接：{host} 指的是设备自身。请先用顾客能访问的地址打开此页面，再打印。","link.copy":"复制","link.copied":"已复制。","link.copy_by_hand":"此处无法自动复制。链接已选中，请手动复制。","link.code":"二维码：{link}","link.print":"打印海报","link.scan":"扫码点单"},Wt={en:eu,zh:tu};var it=e=>e.trim()===""?"check.name_missing":null,Vt=(e,t)=>t.includes(e.trim())?"check.name_taken":it(e);function rt(e){let t=e.normalize("NFKC").trim(),n=/^\d{1,3}$/.test(t)?Number(t):0;return n>=1&&n<=180?n:null}function qr(e,t){let[n,o]=[rt(e),rt(t)],s=n!==null&&o!==null&&n>=o;return{soon:n===null?"check.minutes":null,late:o===null?"check.minutes":s?"check.late_first":null}}function Ve(e,t){let o=Object.entries({...e,...t}).map(([s,r])=>[s,r.trim()]).filter(([,s])=>s!=="");return o.length?Object.fromEntries(o):null}function Q({name:e,label:t,value:n,onValue:o,problem:s,hint:r,mode:i="text",limit:a,lang:l}){let d=`${e}-about`;return u`
    <div class="field">
      <label>${t}
        <input name=${e} value=${n} inputmode=${i} maxlength=${a} lang=${l} autocomplete="off"
          aria-invalid=${s?"true":"false"} aria-describedby=${d} onInput=${f=>o(f.currentTarget.value)} />
      </label>
      <p id=${d} class=${s?"wrong":"faint"}>${s?c(s):r}</p>
    </div>`}function Gt(e,t){let n=Object.entries(t).find(([,s])=>s)?.[0],o=n&&e.elements.namedItem(n);return o instanceof HTMLElement?(o.focus(),!0):!1}function Ge({names:e,typed:t,onTyped:n}){return be.map(o=>u`
      <${Q} key=${o} name=${`name-${o}`} lang=${o} limit=${80}
        label=${c("field.name_in",{language:c("language.name",void 0,o)})}
        value=${t[o]??e?.[o]??""}
        onValue=${s=>n({...t,[o]:s})} />`)}var nu=1e7,ou=/^(\d*)(?:[.,。、](\d*))?$/;function Wr(e,t){let n=e.normalize("NFKC").replaceAll(/[\s\p{Sc}]/gu,"");if(n==="")return{problem:"price.missing"};let[,o="",s=""]=ou.exec(n)??[];if(o+s==="")return{problem:"price.nonsense"};let r=nt(t);if(s.length>r)return{problem:"price.too_precise"};let i=Number(o+s.padEnd(r,"0"));return i>nu?{problem:"price.too_high"}:{amount:i}}function Kt({label:e,question:t,onSure:n}){let[o,s]=y(!1);return o?u`
    <div class="removing" role="alert">
      <p>${t}</p>
      <div class="form-actions">
        <button type="button" class="danger" data-testid="remove-sure" onClick=${n}>${e}</button>
        <button type="button" onClick=${()=>s(!1)}>${c("editing.keep")}</button>
      </div>
    </div>`:u`<button type="button" class="danger" onClick=${()=>s(!0)}>${e}</button>`}var at=" ";function Vr({station:e,dish:t,changeDish:n,onClose:o}){let[s,r]=y({}),[i,a]=y({}),[l,d]=y(!1),[m,f]=y(!1),[h,p]=y(null),{problem:$,changeShop:k}=se(e),_=c(t?"editing.dish":"editing.add");if(t==="gone")return u`<${X} title=${_} onClose=${o}><p class="notice">${c(m?"editing.saving":"editing.gone")}</p><//>`;let{currency:S="CNY",sections:w=[]}=e.shop??{},E=w.some(({name:P})=>P===t?.section)?t?.section:null,v=s.name??t?.name??"",g=s.price??(t?Fe(t.price,S):""),b=s.section??E??"",C=Wr(g,S),M=s.newSection??"",T={name:it(v),price:"problem"in C?C.problem:null,newSection:b===at?Vt(M,w.map(P=>P.name)):null},x=P=>l||s[P]!==void 0?T[P]:null,I=P=>W=>r(ie=>({...ie,[P]:W})),R=async()=>{if(b===at){let _e={name:M.trim()};if(!await k({sections:[...w,_e]}))return!1;r(Y=>({...Y,section:_e.name}))}let P=b===at?M.trim():b||null,W={...v.trim()!==t?.name&&{name:v.trim()},..."amount"in C&&C.amount!==t?.price&&{price:C.amount},...Object.keys(i).length&&{names:Ve(t?.names,i)},...(!t||P!==E)&&{section:P}},ie=t?await n(t.id,W,W):await D(W);return p(ie),!ie},D=async P=>{let W=e.sessions.token();try{return await Z("POST",me(e,"/menu"),{token:W,body:P}),null}catch(ie){let _e=U(ie);return _e.status===401&&e.sessions.refused(W),_e}finally{e.shopFeed?.poll()}},ee=async()=>{f(!0),p(null);try{await e.call("DELETE",me(e,`/menu/${B(t?.id??"")}`)),o()}catch(P){let W=U(P);W.code==="unknown_dish"?o():p(W)}f(!1),e.shopFeed?.poll()};return u`
    <${X} title=${_} onClose=${o}>
      <form class="editor" onSubmit=${async P=>{if(P.preventDefault(),d(!0),Gt(P.currentTarget,T))return;f(!0);let W=await R();f(!1),W&&o()}} novalidate>
        <fieldset disabled=${m}>
          <${Q} name="name" label=${c("field.name")} value=${v} limit=${80} problem=${x("name")}
            hint=${c("field.name_hint")} onValue=${I("name")} />
          <${Ge} names=${t?.names} typed=${i} onTyped=${a} />
          <${Q} name="price" label=${c("field.price",{currency:S})} value=${g} mode="decimal"
            problem=${x("price")} onValue=${I("price")} />
          <label>${c("field.section")}
            <select name="section" value=${b}
              onChange=${P=>I("section")(P.currentTarget.value)}>
              <option value="">${c("section.none")}</option>
              ${w.map(P=>u`<option key=${P.name} value=${P.name}>${L(P)}</option>`)}
              <option value=${at}>${c("section.new")}</option>
            </select>
          </label>
          ${b===at&&u`
              <${Q} name="newSection" label=${c("field.section_name")} value=${M} limit=${80}
                problem=${x("newSection")} onValue=${I("newSection")} />`}
          <${Se} problem=${h??$} />
          <div class="form-actions">
            <button class="primary">${c("editing.save")}</button>
            <button type="button" onClick=${o}>${c("editing.cancel")}</button>
          </div>
          ${t&&u`
              <${Kt} question=${c("editing.remove_sure",{dish:L(t)})}
                label=${c("editing.remove")} onSure=${ee} />`}
        </fieldset>
      </form>
    <//>`}function Gr({station:e,section:t,menu:n,onClose:o}){let[s,r]=y(null),[i,a]=y({}),[l,d]=y(!1),[m,f]=y(!1),[h,p]=y(null),{problem:$,changeShop:k}=se(e),_=()=>e.shopFeed?.view.entries[0]?.sections??[],S=c(t?"section.edit":"section.add");if(t==="gone")return u`<${X} title=${S} onClose=${o}><p class="notice">${c(m?"editing.saving":"editing.gone")}</p><//>`;let w=x=>x.name!==t?.name,E=_().filter(w).map(x=>x.name),v=s??t?.name??"",g=Vt(v,E),b=async x=>{if(!t)return k({sections:[..._(),x]});let I=t.name;if(I===x.name)return k({sections:_().map(D=>w(D)?D:x)});let R=_().flatMap(D=>w(D)?D:[x,D]);if(!await k({sections:R}))return!1;for(let{id:D}of n.filter(ee=>ee.section===I))await e.call("PATCH",me(e,`/menu/${B(D)}`),{section:x.name});return k({sections:_().filter(w)})},C=async x=>{f(!0),p(null);try{await x()&&o()}catch(I){p(U(I))}f(!1)},M=x=>{if(x.preventDefault(),d(!0),g)return x.currentTarget.querySelector("input")?.focus();C(()=>b({name:v.trim(),names:Ve(t?.names,i)}))},T=()=>C(()=>k({sections:_().filter(w)}));return u`
    <${X} title=${S} onClose=${o}>
      <form class="editor" onSubmit=${M} novalidate>
        <fieldset disabled=${m}>
          <${Q} name="name" label=${c("field.name")} value=${v} limit=${80} onValue=${r}
            problem=${l||s!==null?g:null} hint=${c("field.name_hint")} />
          <${Ge} names=${t?.names} typed=${i} onTyped=${a} />
          <${Se} problem=${h??$} />
          <div class="form-actions">
            <button class="primary">${c("editing.save")}</button>
            <button type="button" onClick=${o}>${c("editing.cancel")}</button>
          </div>
          ${t&&u`
              <${Kt} label=${c("section.remove")} onSure=${T}
                question=${c("section.remove_sure",{section:L(t)})} />`}
        </fieldset>
      </form>
    <//>`}var su="heading:";function Kr(e){return e.flatMap(({section:t,dishes:n})=>{let o=t?.name??null,s={id:`${su}${o??""}`,group:o,isHeading:!0},r=n.map(({id:i})=>({id:i,group:o,isHeading:!1}));return e.length>1?[s,...r]:r})}var Ce=(e,t)=>e.filter(n=>n.id!==t),Yt=(e,t)=>e.findIndex(n=>n.id===t);function Wn(e,t,n){let o=Ce(e,t);return Math.min(o.length,Math.max(o[0]?.isHeading?1:0,n))}function Vn(e,t,n){let o=Ce(e,t),s=(o[n-1]??o[n])?.group??null,r=a=>a.group===s&&!a.isHeading,i=o.slice(0,n).filter(r).length+1;return{group:s,number:i,count:o.filter(r).length+1}}function Yr(e,t,n){let o=Ce(e,t).map(s=>s.id);return[...o.slice(0,n),t,...o.slice(n)]}function Xr(e,t,n,o){if(o===Yt(t,n))return null;let s=Ce(t,n),{group:r}=Vn(t,n,o),[i,a]=[s[o-1],s[o]],l=e.filter(f=>f.id!==n).map(f=>f.id),d=a&&!a.isHeading&&a.group===r?l.indexOf(a.id):i&&!i.isHeading?l.indexOf(i.id)+1:l.length;return t.some(f=>f.id===n&&f.group===r)?{position:d}:{position:d,section:r}}function Zr(e,t,n,{onMove:o,onDrop:s,onCancel:r}){let{pointerId:i,currentTarget:a}=e,l=e.clientY+scrollY,d=new AbortController,m=e.clientY,f=-1,h=!1,p=()=>{if(d.signal.aborted)return;if(!t.isConnected)return $(r);scrollBy(0,ru(m,innerHeight)),t.style.setProperty("translate",`0 ${m+scrollY-l}px`);let E=n().filter(v=>v&&Jr(v)<m).length;E!==f&&o(E),f=E,requestAnimationFrame(p)},$=E=>{d.abort(),t.style.removeProperty("translate"),E()},k=E=>{E.pointerId===i&&(m=E.clientY,!(h||Math.abs(m+scrollY-l)<6)&&(h=!0,a.setPointerCapture(i),p()))},_=E=>{if(E.pointerId!==i)return;let v=n().filter(g=>g&&Jr(g)<E.clientY).length;$(()=>h&&s(v))},S=E=>E.key==="Escape"&&$(r),{signal:w}=d;addEventListener("pointermove",k,{signal:w}),addEventListener("pointerup",_,{signal:w}),addEventListener("pointercancel",()=>$(r),{signal:w}),addEventListener("keydown",S,{signal:w})}function ru(e,t){let n=Math.max(0,90-e),o=Math.max(0,90-(t-e));return(18*Math.min(90,o)-18*Math.min(90,n))/90}function Jr(e){let{top:t,height:n}=e.getBoundingClientRect();return t+n/2}var iu={ArrowUp:-1,ArrowDown:1};function Xt({rows:e,nameOf:t,groupOf:n,onDrop:o}){let s=N(null),[r,i]=y(null),[a,l]=y(""),[d,m]=y({id:""}),f=N(!1),h=N({rows:e,onDrop:o});h.current={rows:e,onDrop:o};let p=v=>s.current?.querySelector(`[data-row="${CSS.escape(v)}"]`),$=(v,g,b)=>{let{group:C,number:M,count:T}=Vn(h.current.rows,v,g);l(c(b,{name:t(v),section:n(C),number:M,count:T}))},k=v=>{i({id:v,place:Yt(e,v),isDragged:!1}),l(c("sorting.lifted",{name:t(v)}))},_=()=>{r&&l(c("sorting.cancelled",{name:t(r.id)})),i(null)},S=(v,g)=>{i(null),$(v,g,"sorting.dropped"),h.current.onDrop(v,g),m({id:v})},w=v=>{if(!r)return;let g=Wn(e,r.id,r.place+v);i({...r,place:g}),$(r.id,g,"sorting.moved"),p(Ce(e,r.id)[g-1]?.id??"")?.scrollIntoView({block:"nearest"})},E=(v,g)=>{f.current=!1;let b=p(g);if(v.button!==0||!(b instanceof HTMLElement))return;let C=()=>Ce(h.current.rows,g).map(x=>p(x.id)),M=x=>Wn(h.current.rows,g,x),T=()=>setTimeout(()=>{f.current=!1});Zr(v,b,C,{onMove:x=>{f.current=!0,i({id:g,place:M(x),isDragged:!0})},onDrop:x=>{S(g,M(x)),T()},onCancel:()=>{i(null),T()}})};return O(()=>{let v=p(d.id)?.querySelector(".handle");v instanceof HTMLElement&&v.focus()},[d]),{list:s,lifted:r,said:a,move:w,rowProps:v=>{let g=r&&Ce(e,r.id),b=r&&g&&Yt(e,r.id)!==r.place,C=b&&g[r.place-1]?.id===v?"below":b&&r.place===0&&g[0]?.id===v&&"above";return{"data-row":v,"data-lifted":r?.id===v,"data-line":C||null}},handleProps:v=>({type:"button",class:"handle","aria-label":c("sorting.handle",{name:t(v)}),"aria-pressed":r?.id===v?"true":"false",onPointerDown:g=>E(g,v),onClick:()=>{f.current||(r?.id===v?S(v,r.place):k(v))},onKeyDown:g=>{if(r?.id!==v)return;let b=iu[g.key];(g.key==="Escape"||g.key==="Tab")&&_(),b&&(g.preventDefault(),w(b))}})}}var Qr="";function ei({station:e,menu:t}){let[n,o]=y(null),{problem:s,changeShop:r}=se(e),i=e.shop?.sections??[],a=new Map(i.map(m=>[m.name,m])),l=i.map(({name:m})=>({id:m,group:null,isHeading:!1})),d=Xt({rows:l,nameOf:m=>L(a.get(m)??{name:m}),groupOf:()=>c("section.title"),onDrop:(m,f)=>r({sections:Yr(l,m,f).flatMap(h=>a.get(h)??[])})});return u`
    <details class="card sections" open=${i.length===0&&t.length>0}>
      <summary>${c("section.count",{count:i.length})}</summary>
      <p class="faint">${c("section.meaning")}</p>
      <${Se} problem=${s} />
      <p class="hidden" aria-live="assertive">${d.said}</p>
      <ul class="sorted" ref=${d.list}>
        ${i.map(m=>u`
            <li key=${m.name} data-section=${m.name} ...${d.rowProps(m.name)}>
              <button ...${d.handleProps(m.name)}><${Kn} /></button>
              <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${()=>o(m.name)}>
                <span class="dish-name">${L(m)}</span>
                <span class="dish-act">${c("editing.edit")}</span>
              </button>
              <${Gn} id=${m.name} sorting=${d} />
            </li>`)}
      </ul>
      <button type="button" data-testid="add-section" onClick=${()=>o(Qr)}>${c("section.add")}</button>
    </details>
    ${n!==null&&u`
        <${Gr} station=${e} section=${n===Qr?null:a.get(n)??"gone"}
          menu=${t} onClose=${()=>o(null)} />`}`}function Jt(e,t){let n=new Set(t.map(({name:s})=>s)),o=e.filter(({section:s})=>!n.has(s??""));return[...t.map(s=>({section:s,dishes:e.filter(r=>r.section===s.name)})),{section:null,dishes:o}]}function ti(e,t){let n=t.trim().toLowerCase();return e.filter(({name:o,names:s})=>[o,...Object.values(s??{})].some(r=>r.toLowerCase().includes(n)))}var ni="new";function oi({station:e,menu:t,changeDish:n}){let[o,s]=y(null),r=e.shop?.sections??[],i=Kr(Jt(t,r)),a=new Map(t.map(m=>[m.id,m])),l=m=>{let f=r.find(({name:h})=>h===m);return f?L(f):c("section.none")},d=Xt({rows:i,groupOf:l,nameOf:m=>L(a.get(m)??{name:""}),onDrop:(m,f)=>{let h=Xr(t,i,m,f);h&&n(m,h,h)}});return u`
    <${ei} station=${e} menu=${t} />
    <button type="button" class="primary wide" data-testid="add-dish" onClick=${()=>s(ni)}>
      ${c("editing.add")}</button>
    ${t.length>1&&u`<p class="faint">${c("sorting.how")}</p>`}
    <p class="hidden" aria-live="assertive" data-testid="sorting">${d.said}</p>
    <ul class="sorted" ref=${d.list}>
      ${i.map(({id:m,group:f,isHeading:h})=>{let p=a.get(m);return h?u`<li key=${m} class="heading" ...${d.rowProps(m)}><h3>${l(f)}</h3></li>`:p&&u`<${au} key=${m} dish=${p} station=${e} sorting=${d} onOpen=${()=>s(m)} />`})}
    </ul>
    ${o&&u`
        <${Vr} station=${e} dish=${o===ni?null:a.get(o)??"gone"}
          changeDish=${n} onClose=${()=>s(null)} />`}`}function au({dish:e,station:t,sorting:n,onOpen:o}){let s=K(e.price,t.shop?.currency??"",A());return u`
    <li data-edit-id=${e.id} ...${n.rowProps(e.id)}>
      <button ...${n.handleProps(e.id)}><${Kn} /></button>
      <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${o}>
        <span class="dish-name">${L(e)}
          ${!e.available&&u`<small class="badge">${c("menu.sold_out")}</small>`}</span>
        <span class="price">${s}</span>
        <span class="dish-act">${c("editing.edit")}</span>
      </button>
      <${Gn} id=${e.id} sorting=${n} />
    </li>`}function Gn({id:e,sorting:{lifted:t,move:n}}){return t?.id!==e||t.isDragged?null:u`
    <button type="button" class="icon" aria-label=${c("sorting.up")} onClick=${()=>n(-1)}>
      <span aria-hidden="true">↑</span></button>
    <button type="button" class="icon" aria-label=${c("sorting.down")} onClick=${()=>n(1)}>
      <span aria-hidden="true">↓</span></button>`}function Kn(){return u`
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="currentColor">
      <path d="M4 7h16v2H4zM4 11h16v2H4zM4 15h16v2H4z" />
    </svg>`}var ri="04:00";function Ke(e){let t=new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn",{timeZone:e,year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",hourCycle:"h23"});return n=>{let o=t.formatToParts(new Date(n)).map(({type:m,value:f})=>[m,f]),{year:s,month:r,day:i,hour:a,minute:l,second:d}=Object.fromEntries(o);return{date:`${s}-${r}-${i}`,time:`${a}:${l}:${d}`}}}function Yn(e,t){let{date:n,time:o}=Ke(t)(e);return o<ri?Zt(n,-1):n}function Zt(e,t){return new Date(Date.parse(e)+t*864e5).toISOString().slice(0,10)}function ii(e,t){let n=Ke(t),o=Date.parse(`${Zt(Yn(e,t),1)}T${ri}Z`),s=o-si(n,e);return o-si(n,s)}function si(e,t){let{date:n,time:o}=e(t);return Date.parse(`${n}T${o}Z`)-Math.floor(t/1e3)*1e3}var ai=["half_hour","hour","two_hours","tomorrow","never"],cu=6e4;function ci(e,t,n){return e==="never"?null:e==="half_hour"?30:e==="hour"?60:e==="two_hours"?120:Math.max(1,Math.ceil((ii(t,n)-t)/cu))}var lu=6e4;function di({station:e,menu:t,changeDish:n,wanted:o}){let[s,r]=y(null),{shop:i,watching:a}=e,l=t.filter(({available:_})=>!_),d=l.length?c("dishes.sold_out",{count:l.length}):c("dishes.nothing_sold_out"),m=ti(t,o),f=Jt(m,i?.sections??[]).filter(({dishes:_})=>_.length>0),h=t.find(({id:_})=>_===s),p=(_,S,w)=>{r(null),n(_.id,S,w)},$=_=>p(_,{available:!0},{available:!0,back_at:null}),k=(_,S)=>{let{minutes:w,back_at:E}=ui(S,e),v={available:!1,...w&&{back_minutes:w}};p(_,v,{available:!1,back_at:E})};return u`
    ${t.length===0?u`<p class="dishes-none faint">${c("dishes.none")}</p>`:u`
          <section class="sold-out" aria-labelledby="sold-out">
            <h2 id="sold-out">${d}</h2>
            <ul>
              ${l.map(_=>u`
                  <li key=${_.id} data-sold-out=${_.id}>
                    <span><strong>${L(_)}</strong> ${pi(_,e)}</span>
                    ${!a&&u`<${li} dish=${_} onPress=${()=>$(_)} />`}
                  </li>`)}
            </ul>
          </section>`}
    ${t.length>0&&m.length===0&&u`<p class="dishes-none faint">${c("dishes.not_found")}</p>`}
    ${f.map(({section:_,dishes:S})=>u`
        <section key=${_?.name??""} class="dish-section">
          ${(i?.sections??[]).length>0&&u`<h2>${_?L(_):c("section.none")}</h2>`}
          <ul>
            ${S.map(w=>u`
                <li key=${w.id} data-dish-id=${w.id} data-available=${w.available}>
                  <${uu} dish=${w} station=${e} onPress=${()=>r(w.id)} />
                  ${!w.available&&!a&&u`<${li} dish=${w} onPress=${()=>$(w)} />`}
                </li>`)}
          </ul>
        </section>`)}
    ${h&&u`
        <${X} title=${c("back.title",{dish:L(h)})} onClose=${()=>r(null)}>
          <div class="choices">
            ${ai.map(_=>u`
                <button type="button" key=${_} data-back=${_} onClick=${()=>k(h,_)}>
                  ${c(`back.${_}`)} <small>${mi(ui(_,e),e)}</small></button>`)}
          </div>
        <//>`}`}function uu({dish:e,station:t,onPress:n}){let o=u`
    <span class="dish-name">${L(e)}
      ${!e.available&&u`<small class="badge">${pi(e,t)}</small>`}</span>`;return t.watching?u`<div class="dish-line">${o}</div>`:u`
    <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${n}>${o}
      ${e.available&&u`<span class="dish-act">${c("back.mark")}</span>`}</button>`}function li({dish:e,onPress:t}){return u`
    <button type="button" class="bring-back" aria-label=${c("back.bring_dish",{dish:L(e)})}
      onClick=${t}>${c("back.bring")}</button>`}function ui(e,{shop:t,now:n}){let o=ci(e,n,t?.timezone??"UTC");return o===null?{minutes:o,back_at:null}:{minutes:o,back_at:new Date(n+o*lu).toISOString()}}var mi=({back_at:e},{shop:t,now:n})=>e?Ct(e,A(),n,t?.timezone):null;function pi(e,t){let n=mi(e,t);return n?c("back.at",{time:n}):c("menu.sold_out")}te(Wt);function fi({station:e,dishChanges:{menu:t,changeDish:n}}){let[o,s]=y(!1),[r,i]=y("");if(!e.shop)return u`<${ne} view=${e.shopFeed?.view} />`;let a=l=>i(l.currentTarget.value);return u`
    <div class="dish-list" data-editing=${o}>
      <div class="dish-tools">
        ${o?u`<h2>${c("editing.title")}</h2>`:u`
              <input type="search" value=${r} aria-label=${c("dishes.search")}
                placeholder=${c("dishes.search")} onInput=${a} />`}
        ${!e.watching&&u`
            <button type="button" class=${o?"primary":""} data-testid="edit-menu"
              onClick=${()=>s(!o)}>${c(o?"editing.done":"editing.begin")}</button>`}
      </div>
      ${o?u`<${oi} station=${e} menu=${t} changeDish=${n} />`:u`<${di} station=${e} menu=${t} changeDish=${n} wanted=${r} />`}
    </div>`}var hi=["never","placed","accepted"],gi=[1,2,3],du=1e3,Qt=()=>({moment:"never",copies:1,since:0,...j("printing")}),$i=e=>G("printing",e),Xn=()=>j("printed")??[],_i=e=>G("printed",mu(Xn(),e)),mu=(e,t)=>[...e.filter(n=>n!==t),t].slice(-du);function bi(e,{moment:t,since:n},o){if(t==="never")return[];let s=new Set(o),r=i=>(t==="placed"?i.placed_at:i.accepted_at)??"";return e.filter(i=>!s.has(i.id)&&Date.parse(r(i))>=n).sort((i,a)=>r(i)<r(a)?-1:1)}var pu=15,fu=3,yi=e=>navigator.locks?hu(e):gu(e);function hu(e){let t=new AbortController,n=!1,o=()=>{},s=()=>(n=!0,new Promise(r=>{o=()=>r(void 0)}));return navigator.locks.request(e,{signal:t.signal},s).catch(()=>{}),{isHeld:()=>n,release(){n=!1,t.abort(),o()}}}function gu(e){let t=At(),n=0,o=()=>{let{lease:a,isHeld:l}=$u(j(e),t,Date.now());a.holder===t&&G(e,a),n=l?a.until:0},s=()=>{n=0,j(e)?.holder===t&&mt(e)},r=()=>{clearInterval(i),removeEventListener("pagehide",s),s()},i=setInterval(o,fu*1e3);return addEventListener("pagehide",s),o(),{isHeld:()=>Date.now()<n,release:r}}function $u(e,t,n){let o=pu*1e3,s=(e?.until??0)-n;return e!==null&&e.holder!==t&&s>0&&s<=o?{lease:e,isHeld:!1}:{lease:{holder:t,until:n+o},isHeld:e?.holder===t}}function wi({verified:e,watching:t,shop:n,menu:o}){let s=Qt(),r=s.moment!=="never"&&!t&&le(),i=N(null),a=N(new Set);O(()=>{if(r)return i.current=yi("printing-turn"),()=>{i.current?.release(),i.current=null}},[r]),O(()=>{if(!i.current?.isHeld())return;let l=[...Xn(),...a.current];for(let d of bi(e,s,l))a.current.add(d.id),Mn(d,{copies:s.copies,menu:o,timezone:n?.timezone}).then(()=>{_i(d.id),a.current.delete(d.id)})})}var vi=99;function Si(e){O(()=>{document.title=_u(e,c("app.kitchen"))}),O(()=>{let t=document.querySelector("link[rel=icon][type='image/svg+xml']"),n=t?.getAttribute("href");if(!(!t||!n||e===0))return t.setAttribute("href",bu(e)),ki(e),()=>{t.setAttribute("href",n),ki(0)}},[e])}var _u=(e,t)=>e>0?`(${e}) ${t}`:t;function bu(e){let t=e>vi?`${vi}+`:String(e),n=[0,22,18,13][t.length],o=`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="7" fill="#b83a0b"/>
    <path d="M2 12a7 7 0 0 1 14 0z" fill="#fff"/><rect x="1" y="13" width="16" height="2" rx="1" fill="#fff"/>
    <rect x="8" y="9" width="24" height="23" rx="7" fill="#fff"/>
    <text x="20" y="${20.5+(n??0)*.36}" font-family="sans-serif" font-size="${n}" font-weight="700"
      text-anchor="middle" fill="#a81c1c">${t}</text></svg>`;return`data:image/svg+xml,${encodeURIComponent(o)}`}function ki(e){(e>0?navigator.setAppBadge?.(e):navigator.clearAppBadge?.())?.catch(()=>{})}function xi(e,{since:t,watchedSince:n},o){let s=t-36e5,r=e.filter(d=>d>s&&d<=t),i=t-Math.min(n,...r),a=Math.min(36e5,Math.max(6e5,i)),l=r.length*Math.max(0,o-t)/a;return{about:Math.round(l),pace:r.length,minutes:Math.ceil(a/6e4)}}function Ei(e,t,n){let o=e.filter(({id:s,placed_at:r})=>!t.has(s)&&Date.parse(r)>n);return[...new Set(o.map(({id:s})=>s))]}function Ci(e,t,n){let o=t.map(({id:r,placed_at:i})=>[r,Date.parse(i)]),s=[...e].filter(([,r])=>r>n-36e5);return new Map([...s,...o])}var yu=4,wu=60;function Oi(e){let{connection:t,orders:n,verified:o,unverified:s,now:r}=e,i=ce(t,n),a=xt(i,yu),l=N(!1),d=N({known:new Map,since:null,watchedSince:null}),[m,f]=y(null);O(()=>{if(a&&(l.current=!0),i||!n?.view.loaded)return;let _=[...o,...s],{known:S,since:w}=d.current;l.current&&w!==null&&ku(e,_,S,w).then(f),l.current=!1;let E=vu(n.view);d.current={known:Ci(S,_,E),since:E,watchedSince:d.current.watchedSince??E}}),O(()=>{if(m===null)return;let _=setTimeout(()=>f(null),wu*1e3);return()=>clearTimeout(_)},[m]);let{known:h,since:p,watchedSince:$}=d.current,k=p!==null&&$!==null?xi([...h.values()],{since:p,watchedSince:$},r):null;return{isLost:a,since:p,missed:k,came:m,onRead:()=>f(null)}}function vu({answeredAt:e,ahead:t,entries:n,unverified:o}){let s=[...n,...o].map(({updated_at:r})=>Date.parse(r));return Math.max(Number(e)+t,...s)}async function ku(e,t,n,o){let s=je(e,He),r=e.sessions.token(),i=await oe(()=>Z("GET",s,{token:r})).then(a=>a.orders,()=>[]);return Ei([...t,...i],n,o).length}function Ni({lost:e,now:t}){let{isLost:n,since:o,missed:s,came:r,onRead:i}=e;return u`
    <p class="hidden" aria-live="polite" data-testid="lost-said">${n?c("lost.said"):Mi(r)}</p>
    ${n&&u`
        <${Ti} key="lost">
          <div class="lost" data-testid="lost" data-about=${s?.about??null}>
            <${Eu} />
            <p>
              <strong>${c("lost.title")}</strong>
              <span>${Su(o,t)}</span>
              <span>${xu(s)}</span>
            </p>
          </div>
        <//>`}
    ${!n&&r!==null&&u`
        <${Ti} key="came">
          <div class="came" data-testid="came" data-came=${r}>
            <p>${Mi(r)}</p>
            <button type="button" onClick=${i}>${c("lost.read")}</button>
          </div>
        <//>`}`}function Ti({children:e}){let t=N(null);return O(()=>{let{style:n}=document.documentElement,o=new ResizeObserver(()=>{n.setProperty("--band-height",`${t.current?.offsetHeight??0}px`)});return t.current&&o.observe(t.current),()=>{o.disconnect(),n.removeProperty("--band-height")}},[]),u`<div class="band" ref=${t}>${e}</div>`}function Su(e,t){if(e===null)return c("lost.never");let n=Math.floor(Math.max(0,t-e)/6e4);return c(n>0?"lost.since":"lost.since_now",{time:V(e,A()),minutes:n})}function xu(e){return e?e.about===0?"":c(e.about>1?"lost.about":"lost.one",e):c("lost.unknown")}function Mi(e){return e===null?"":e===0?c("lost.came_none"):e===1?c("lost.came_one"):c("lost.came",{came:e})}function Eu(){return u`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round">
      <path d="M3 9a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M10 17a3 3 0 0 1 4 0" />
      <path d="M4 21L20 3" stroke-width="2.6" />
    </svg>`}var Li=e=>`#/shop/${encodeURIComponent(e)}`;var Ie=(e=>(e[e.Border=-1]="Border",e[e.Data=0]="Data",e[e.Function=1]="Function",e[e.Position=2]="Position",e[e.Timing=3]="Timing",e[e.Alignment=4]="Alignment",e))(Ie||{}),Cu=[0,1],Ai=[1,0],Ii=[2,3],Pi=[3,2],Tu={L:Cu,M:Ai,Q:Ii,H:Pi},Mu=/^\d*$/,Ou=/^[A-Z0-9 $%*+./:-]*$/,Jn="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:",to=1,no=40,Di=3,Nu=3,en=40,Lu=10,Ri=[[-1,7,10,15,20,26,18,20,24,30,18,20,24,26,30,22,24,28,30,28,28,28,28,30,30,26,28,30,30,30,30,30,30,30,30,30,30,30,30,30,30],[-1,10,16,26,18,24,16,18,22,22,26,30,22,22,24,24,28,28,26,26,26,26,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28,28],[-1,13,22,18,26,18,24,18,22,20,24,28,26,24,20,30,24,28,28,26,30,28,30,30,30,30,28,30,30,30,30,30,30,30,30,30,30,30,30,30,30],[-1,17,28,22,16,22,28,26,26,24,28,24,28,22,24,24,30,28,28,26,28,30,24,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30,30]],Ui=[[-1,1,1,1,1,1,2,2,2,2,4,4,4,4,4,6,6,6,6,7,8,8,9,9,10,12,12,12,13,14,15,16,17,18,19,19,20,21,22,24,25],[-1,1,1,1,2,2,4,4,4,5,5,5,8,9,9,10,10,11,13,14,16,17,17,18,20,21,23,25,26,28,29,31,33,35,37,38,40,43,45,47,49],[-1,1,1,2,2,4,4,6,6,8,8,8,10,12,16,12,17,16,18,21,20,23,23,25,27,29,34,34,35,38,40,43,45,48,51,53,56,59,62,65,68],[-1,1,1,2,4,4,4,5,6,8,8,11,11,16,16,18,16,19,21,25,25,25,34,30,32,35,37,40,42,45,48,51,54,57,60,63,66,70,74,77,81]],Zn=class{constructor(t,n,o,s){if(this.version=t,this.ecc=n,t<to||t>no)throw new RangeError("Version value out of range");if(s<-1||s>7)throw new RangeError("Mask value out of range");this.size=t*4+17;let r=Array.from({length:this.size}).fill(!1);for(let a=0;a<this.size;a++)this.modules.push(r.slice()),this.types.push(r.map(()=>0));this.drawFunctionPatterns();let i=this.addEccAndInterleave(o);if(this.drawCodewords(i),s===-1){let a=1e9;for(let l=0;l<8;l++){this.applyMask(l),this.drawFormatBits(l);let d=this.getPenaltyScore();d<a&&(s=l,a=d),this.applyMask(l)}}this.mask=s,this.applyMask(s),this.drawFormatBits(s)}size;mask;modules=[];types=[];getModule(t,n){return t>=0&&t<this.size&&n>=0&&n<this.size&&this.modules[n][t]}drawFunctionPatterns(){for(let o=0;o<this.size;o++)this.setFunctionModule(6,o,o%2===0,Ie.Timing),this.setFunctionModule(o,6,o%2===0,Ie.Timing);this.drawFinderPattern(3,3),this.drawFinderPattern(this.size-4,3),this.drawFinderPattern(3,this.size-4);let t=this.getAlignmentPatternPositions(),n=t.length;for(let o=0;o<n;o++)for(let s=0;s<n;s++)o===0&&s===0||o===0&&s===n-1||o===n-1&&s===0||this.drawAlignmentPattern(t[o],t[s]);this.drawFormatBits(0),this.drawVersion()}drawFormatBits(t){let n=this.ecc[1]<<3|t,o=n;for(let r=0;r<10;r++)o=o<<1^(o>>>9)*1335;let s=(n<<10|o)^21522;for(let r=0;r<=5;r++)this.setFunctionModule(8,r,pe(s,r));this.setFunctionModule(8,7,pe(s,6)),this.setFunctionModule(8,8,pe(s,7)),this.setFunctionModule(7,8,pe(s,8));for(let r=9;r<15;r++)this.setFunctionModule(14-r,8,pe(s,r));for(let r=0;r<8;r++)this.setFunctionModule(this.size-1-r,8,pe(s,r));for(let r=8;r<15;r++)this.setFunctionModule(8,this.size-15+r,pe(s,r));this.setFunctionModule(8,this.size-8,!0)}drawVersion(){if(this.version<7)return;let t=this.version;for(let o=0;o<12;o++)t=t<<1^(t>>>11)*7973;let n=this.version<<12|t;for(let o=0;o<18;o++){let s=pe(n,o),r=this.size-11+o%3,i=Math.floor(o/3);this.setFunctionModule(r,i,s),this.setFunctionModule(i,r,s)}}drawFinderPattern(t,n){for(let o=-4;o<=4;o++)for(let s=-4;s<=4;s++){let r=Math.max(Math.abs(s),Math.abs(o)),i=t+s,a=n+o;i>=0&&i<this.size&&a>=0&&a<this.size&&this.setFunctionModule(i,a,r!==2&&r!==4,Ie.Position)}}drawAlignmentPattern(t,n){for(let o=-2;o<=2;o++)for(let s=-2;s<=2;s++)this.setFunctionModule(t+s,n+o,Math.max(Math.abs(s),Math.abs(o))!==1,Ie.Alignment)}setFunctionModule(t,n,o,s=Ie.Function){this.modules[n][t]=o,this.types[n][t]=s}addEccAndInterleave(t){let n=this.version,o=this.ecc;if(t.length!==tn(n,o))throw new RangeError("Invalid argument");let s=Ui[o[0]][n],r=Ri[o[0]][n],i=Math.floor(Qn(n)/8),a=s-i%s,l=Math.floor(i/s),d=[],m=Fu(r);for(let h=0,p=0;h<s;h++){let $=t.slice(p,p+l-r+(h<a?0:1));p+=$.length;let k=Hu($,m);h<a&&$.push(0),d.push($.concat(k))}let f=[];for(let h=0;h<d[0].length;h++)d.forEach((p,$)=>{(h!==l-r||$>=a)&&f.push(p[h])});return f}drawCodewords(t){if(t.length!==Math.floor(Qn(this.version)/8))throw new RangeError("Invalid argument");let n=0;for(let o=this.size-1;o>=1;o-=2){o===6&&(o=5);for(let s=0;s<this.size;s++)for(let r=0;r<2;r++){let i=o-r,l=(o+1&2)===0?this.size-1-s:s;!this.types[l][i]&&n<t.length*8&&(this.modules[l][i]=pe(t[n>>>3],7-(n&7)),n++)}}}applyMask(t){if(t<0||t>7)throw new RangeError("Mask value out of range");for(let n=0;n<this.size;n++)for(let o=0;o<this.size;o++){let s;switch(t){case 0:s=(o+n)%2===0;break;case 1:s=n%2===0;break;case 2:s=o%3===0;break;case 3:s=(o+n)%3===0;break;case 4:s=(Math.floor(o/3)+Math.floor(n/2))%2===0;break;case 5:s=o*n%2+o*n%3===0;break;case 6:s=(o*n%2+o*n%3)%2===0;break;case 7:s=((o+n)%2+o*n%3)%2===0;break;default:throw new Error("Unreachable")}!this.types[n][o]&&s&&(this.modules[n][o]=!this.modules[n][o])}}getPenaltyScore(){let t=0;for(let r=0;r<this.size;r++){let i=!1,a=0,l=[0,0,0,0,0,0,0];for(let d=0;d<this.size;d++)this.modules[r][d]===i?(a++,a===5?t+=Di:a>5&&t++):(this.finderPenaltyAddHistory(a,l),i||(t+=this.finderPenaltyCountPatterns(l)*en),i=this.modules[r][d],a=1);t+=this.finderPenaltyTerminateAndCount(i,a,l)*en}for(let r=0;r<this.size;r++){let i=!1,a=0,l=[0,0,0,0,0,0,0];for(let d=0;d<this.size;d++)this.modules[d][r]===i?(a++,a===5?t+=Di:a>5&&t++):(this.finderPenaltyAddHistory(a,l),i||(t+=this.finderPenaltyCountPatterns(l)*en),i=this.modules[d][r],a=1);t+=this.finderPenaltyTerminateAndCount(i,a,l)*en}for(let r=0;r<this.size-1;r++)for(let i=0;i<this.size-1;i++){let a=this.modules[r][i];a===this.modules[r][i+1]&&a===this.modules[r+1][i]&&a===this.modules[r+1][i+1]&&(t+=Nu)}let n=0;for(let r of this.modules)n=r.reduce((i,a)=>i+(a?1:0),n);let o=this.size*this.size,s=Math.ceil(Math.abs(n*20-o*10)/o)-1;return t+=s*Lu,t}getAlignmentPatternPositions(){if(this.version===1)return[];{let t=Math.floor(this.version/7)+2,n=this.version===32?26:Math.ceil((this.version*4+4)/(t*2-2))*2,o=[6];for(let s=this.size-7;o.length<t;s-=n)o.splice(1,0,s);return o}}finderPenaltyCountPatterns(t){let n=t[1],o=n>0&&t[2]===n&&t[3]===n*3&&t[4]===n&&t[5]===n;return(o&&t[0]>=n*4&&t[6]>=n?1:0)+(o&&t[6]>=n*4&&t[0]>=n?1:0)}finderPenaltyTerminateAndCount(t,n,o){return t&&(this.finderPenaltyAddHistory(n,o),n=0),n+=this.size,this.finderPenaltyAddHistory(n,o),this.finderPenaltyCountPatterns(o)}finderPenaltyAddHistory(t,n){n[0]===0&&(t+=this.size),n.pop(),n.unshift(t)}};function fe(e,t,n){if(t<0||t>31||e>>>t)throw new RangeError("Value out of range");for(let o=t-1;o>=0;o--)n.push(e>>>o&1)}function pe(e,t){return(e>>>t&1)!==0}var ct=class{constructor(t,n,o){if(this.mode=t,this.numChars=n,this.bitData=o,n<0)throw new RangeError("Invalid argument");this.bitData=o.slice()}getData(){return this.bitData.slice()}},Du=[1,10,12,14],Au=[2,9,11,13],Iu=[4,8,16,16];function zi(e,t){return e[Math.floor((t+7)/17)+1]}function Bi(e){let t=[];for(let n of e)fe(n,8,t);return new ct(Iu,e.length,t)}function Pu(e){if(!Fi(e))throw new RangeError("String contains non-numeric characters");let t=[];for(let n=0;n<e.length;){let o=Math.min(e.length-n,3);fe(Number.parseInt(e.substring(n,n+o),10),o*3+1,t),n+=o}return new ct(Du,e.length,t)}function Ru(e){if(!Hi(e))throw new RangeError("String contains unencodable characters in alphanumeric mode");let t=[],n;for(n=0;n+2<=e.length;n+=2){let o=Jn.indexOf(e.charAt(n))*45;o+=Jn.indexOf(e.charAt(n+1)),fe(o,11,t)}return n<e.length&&fe(Jn.indexOf(e.charAt(n)),6,t),new ct(Au,e.length,t)}function Uu(e){return e===""?[]:Fi(e)?[Pu(e)]:Hi(e)?[Ru(e)]:[Bi(Bu(e))]}function Fi(e){return Mu.test(e)}function Hi(e){return Ou.test(e)}function zu(e,t){let n=0;for(let o of e){let s=zi(o.mode,t);if(o.numChars>=1<<s)return Number.POSITIVE_INFINITY;n+=4+s+o.bitData.length}return n}function Bu(e){e=encodeURI(e);let t=[];for(let n=0;n<e.length;n++)e.charAt(n)!=="%"?t.push(e.charCodeAt(n)):(t.push(Number.parseInt(e.substring(n+1,n+3),16)),n+=2);return t}function Qn(e){if(e<to||e>no)throw new RangeError("Version number out of range");let t=(16*e+128)*e+64;if(e>=2){let n=Math.floor(e/7)+2;t-=(25*n-10)*n-55,e>=7&&(t-=36)}return t}function tn(e,t){return Math.floor(Qn(e)/8)-Ri[t[0]][e]*Ui[t[0]][e]}function Fu(e){if(e<1||e>255)throw new RangeError("Degree out of range");let t=[];for(let o=0;o<e-1;o++)t.push(0);t.push(1);let n=1;for(let o=0;o<e;o++){for(let s=0;s<t.length;s++)t[s]=eo(t[s],n),s+1<t.length&&(t[s]^=t[s+1]);n=eo(n,2)}return t}function Hu(e,t){let n=t.map(o=>0);for(let o of e){let s=o^n.shift();n.push(0),t.forEach((r,i)=>n[i]^=eo(r,s))}return n}function eo(e,t){if(e>>>8||t>>>8)throw new RangeError("Byte out of range");let n=0;for(let o=7;o>=0;o--)n=n<<1^(n>>>7)*285,n^=(t>>>o&1)*e;return n}function ju(e,t,n=1,o=40,s=-1,r=!0){if(!(to<=n&&n<=o&&o<=no)||s<-1||s>7)throw new RangeError("Invalid value");let i,a;for(i=n;;i++){let f=tn(i,t)*8,h=zu(e,i);if(h<=f){a=h;break}if(i>=o)throw new RangeError("Data too long")}for(let f of[Ai,Ii,Pi])r&&a<=tn(i,f)*8&&(t=f);let l=[];for(let f of e){fe(f.mode[0],4,l),fe(f.numChars,zi(f.mode,i),l);for(let h of f.getData())l.push(h)}let d=tn(i,t)*8;fe(0,Math.min(4,d-l.length),l),fe(0,(8-l.length%8)%8,l);for(let f=236;l.length<d;f^=253)fe(f,8,l);let m=Array.from({length:Math.ceil(l.length/8)},()=>0);return l.forEach((f,h)=>m[h>>>3]|=f<<7-(h&7)),new Zn(i,t,m,s)}function ji(e,t){let{ecc:n="L",boostEcc:o=!1,minVersion:s=1,maxVersion:r=40,maskPattern:i=-1,border:a=1}=t||{},l=typeof e=="string"?Uu(e):Array.isArray(e)?[Bi(e)]:void 0;if(!l)throw new Error(`uqr only supports encoding string and binary data, but got: ${typeof e}`);let d=ju(l,Tu[n],s,r,i,o),m=qu({version:d.version,maskPattern:d.mask,size:d.size,data:d.modules,types:d.types},a);return t?.invert&&(m.data=m.data.map(f=>f.map(h=>!h))),t?.onEncoded?.(m),m}function qu(e,t=1){if(!t)return e;let{size:n}=e,o=n+t*2;e.size=o,e.data.forEach(r=>{for(let i=0;i<t;i++)r.unshift(!1),r.push(!1)});for(let r=0;r<t;r++)e.data.unshift(Array.from({length:o},i=>!1)),e.data.push(Array.from({length:o},i=>!1));let s=Ie.Border;e.types.forEach(r=>{for(let i=0;i<t;i++)r.unshift(s),r.push(s)});for(let r=0;r<t;r++)e.types.unshift(Array.from({length:o},i=>s)),e.types.push(Array.from({length:o},i=>s));return e}var Wu=4,qi=e=>ji(e,{ecc:"Q",border:Wu}).data;function Vu(e){return e.flatMap((n,o)=>[...n.map(r=>r?"x":" ").join("").matchAll(/x+/g)].map(({index:r,0:{length:i}})=>`M${r} ${o}h${i}v1h-${i}z`)).join("")}function nn({modules:e,label:t}){let n=e.length;return u`
    <svg class="qr-code" role="img" aria-label=${t} viewBox=${`0 0 ${n} ${n}`} shape-rendering="crispEdges">
      <rect width=${n} height=${n} fill="#fff" />
      <path d=${Vu(e)} fill="#000" />
    </svg>`}var Wi=(e,t,n)=>Be(u`<${Gu} shop=${e} link=${t} modules=${n} />`,"poster");function Gu({shop:e,link:t,modules:n}){let o=[...new Set(be.map(s=>L(e,s)))];return u`
    <section class="poster" data-testid="poster">
      <h1>${o.join(" · ")}</h1>
      <${nn} modules=${n} label=${t} />
      ${be.map(s=>u`<p key=${s} lang=${s}>${c("link.scan",void 0,s)}</p>`)}
      <p class="address">${t}</p>
    </section>`}var Ku=(e,t)=>`${e}/${Li(t)}`,Yu=e=>/^(localhost|127(\.\d+){3}|\[::1\])$/.test(e);function Vi({shop:e}){let[t,n]=y(""),o=N(null),s=Ku(location.origin,e.id),r=F(()=>qi(s),[s]),i=async()=>{let a=o.current&&await Xu(o.current);n(a?"link.copied":"link.copy_by_hand")};return u`
    <section class="card shop-link" aria-labelledby="shop-link">
      <h2 id="shop-link">${c("link.title")}</h2>
      <p class="faint">${c("link.meaning")}</p>
      ${Yu(location.hostname)&&u`<p class="notice">${c("link.only_here",{host:location.hostname})}</p>`}
      <div class="link-line">
        <textarea class="address" ref=${o} readonly rows="2" value=${s} aria-label=${c("link.title")}
          data-testid="shop-link"></textarea>
        <button type="button" onClick=${i}>${c("link.copy")}</button>
      </div>
      <p role="status">${t&&c(t)}</p>
      <${nn} modules=${r} label=${c("link.code",{link:s})} />
      <button type="button" onClick=${()=>Wi(e,s,r)}>${c("link.print")}</button>
    </section>`}async function Xu(e){try{return await navigator.clipboard.writeText(e.value),!0}catch{return e.select(),document.execCommand("copy")}}var Gi=3;te(Wt);function Ki({station:e}){let{shop:t,watching:n}=e;return t?u`
    <section class="card shop-settings" aria-labelledby="shop-settings">
      <h2 id="shop-settings">${c("details.title")}</h2>
      ${n?u`<${Ju} shop=${t} />`:u`<${Zu} station=${e} shop=${t} />`}
    </section>
    <${Vi} shop=${t} />`:null}function Ju({shop:e}){return u`
    <dl>
      <dt>${c("field.name")}</dt><dd>${L(e)}</dd>
      <dt>${c("details.soon")}</dt><dd>${e.soon_minutes}</dd>
      <dt>${c("details.late")}</dt><dd>${e.late_minutes}</dd>
    </dl>`}function Zu({station:e,shop:t}){let[n,o]=y({}),[s,r]=y({}),[i,a]=y(!1),{isBusy:l,problem:d,changeShop:m}=se(e),f=n.name??t.name,h=n.soon??String(t.soon_minutes??""),p=n.late??String(t.late_minutes??""),$={name:it(f),...qr(h,p)},k=Object.keys({...n,...s}).length>0,_=w=>E=>{a(!1),o(v=>({...v,[w]:E}))};return u`
    <form class="editor" onSubmit=${async w=>{w.preventDefault(),!(Gt(w.currentTarget,$)||!await m({...n.name!==void 0&&{name:f.trim()},...Object.keys(s).length&&{names:Ve(t.names,s)},...n.soon!==void 0&&{soon_minutes:rt(h)},...n.late!==void 0&&{late_minutes:rt(p)}}))&&(o({}),r({}),a(!0))}} novalidate>
      <fieldset disabled=${l}>
        <${Q} name="name" label=${c("field.name")} value=${f} limit=${80} problem=${$.name}
          hint=${c("field.name_hint")} onValue=${_("name")} />
        <${Ge} names=${t.names} typed=${s} onTyped=${r} />
        <${Q} name="soon" label=${c("details.soon")} value=${h} limit=${Gi} mode="numeric"
          problem=${$.soon} hint=${c("details.soon_hint")} onValue=${_("soon")} />
        <${Q} name="late" label=${c("details.late")} value=${p} limit=${Gi} mode="numeric"
          problem=${$.late} hint=${c("details.late_hint")} onValue=${_("late")} />
        <${Se} problem=${d} />
        <div class="form-actions">
          <button class="primary" disabled=${!k}>${c("editing.save")}</button>
          <span role="status">${i&&!k?c("details.saved"):""}</span>
        </div>
      </fieldset>
    </form>`}function Te({legend:e,name:t,chosen:n,choices:o,onChoose:s}){return u`
    <fieldset class="options">
      <legend>${e}</legend>
      <div>
        ${o.map(({value:r,label:i})=>u`
            <label key=${r}>
              <input type="radio" name=${t} value=${r} checked=${r===n} onChange=${()=>s(r)} />
              <span>${i}</span>
            </label>`)}
      </div>
    </fieldset>`}function Yi({station:{now:e,watching:t}}){let[n,o]=y(Qt),s=r=>{let i={...n,...r};$i(i),o(i)};return t?null:u`
    <section class="card" aria-labelledby="printing-title">
      <h2 id="printing-title">${c("print.title")}</h2>
      ${!le()&&u`<p class="notice">${c("print.cannot")}</p>`}
      <${Te} legend=${c("print.when")} name="print-moment" chosen=${n.moment}
        choices=${hi.map(r=>({value:r,label:c(`moment.${r}`)}))}
        onChoose=${r=>s({moment:r,since:e})} />
      <${Te} legend=${c("print.copies")} name="print-copies" chosen=${String(n.copies)}
        choices=${gi.map(r=>({value:String(r),label:String(r)}))}
        onChoose=${r=>s({copies:Number(r)})} />
      <p class="faint">${c("print.kiosk")}</p>
    </section>`}function Xi({station:{bell:e,watching:t}}){let{sound:n,volume:o,ringsWatching:s}=xe(),r=qt(e);return Ne(e.watch),u`
    <section class="card" aria-labelledby="settings-sound">
      <h2 id="settings-sound">${c("settings.sound")}</h2>
      <${Te} legend=${c("sound.which")} name="sound" chosen=${n}
        choices=${zt.map(i=>({value:i,label:c(`sound.${i}`)}))}
        onChoose=${i=>{Ae({sound:i}),r()}} />
      <label class="wide">${c("sound.volume")} <output>${c("sound.percent",{percent:o})}</output>
        <input type="range" name="volume" min=${De.least} max=${De.most} step=${De.step} value=${o}
          onInput=${({currentTarget:i})=>Ae({volume:i.valueAsNumber})}
          onChange=${r} />
      </label>
      <button type="button" class="primary" onClick=${r}>${c("sound.test")}</button>
      <p class="faint" data-sound=${e.state}>${c(`sound.is_${e.state}`)}</p>
      ${t&&u`
          <label class="choice">
            <input type="checkbox" name="rings-watching" checked=${s}
              onChange=${()=>Ae({ringsWatching:!s})} />${c("sound.watching")}
          </label>`}
    </section>`}function Ji({station:e}){return u`
    <div class="settings">
      <${Xi} station=${e} />
      <${Qu} station=${e} />
      <${Ki} station=${e} />
      <${Yi} station=${e} />
      <${ed} station=${e} />
    </div>`}function Qu({station:{awake:e}}){let{scheme:t,ticketSize:n}=xe();return u`
    <section class="card" aria-labelledby="settings-screen">
      <h2 id="settings-screen">${c("settings.screen")}</h2>
      <p class="awake" data-awake=${e}>${c(`awake.${e}`)}</p>
      <${Te} legend=${c("settings.ticket_size")} name="ticket-size" chosen=${n}
        choices=${Hn.map(o=>({value:o,label:c(`size.${o}`)}))}
        onChoose=${o=>Ae({ticketSize:o})} />
      <${Te} legend=${c("settings.scheme")} name="scheme" chosen=${t}
        choices=${Fn.map(o=>({value:o,label:c(`scheme.${o}`)}))}
        onChoose=${o=>Ae({scheme:o})} />
      <div class="row"><span>${c("settings.language")}</span><${ze} /></div>
    </section>`}function ed({station:{shopId:e,sessions:t,watching:n}}){let o=new URL(`/kitchen?shop=${encodeURIComponent(e)}&look`,location.href).href;return u`
    <section class="card" aria-labelledby="settings-session">
      <h2 id="settings-session">${c("settings.session")}</h2>
      <p>${c(n?"session.watching":"session.acting",{shop:e})}</p>
      <label class="wide">${c("session.look_link")}
        <textarea class="address" readonly rows="2" value=${o} data-testid="look-link" onFocus=${td}></textarea>
      </label>
      <p class="faint">${c("session.look_why")}</p>
      <button type="button" class="danger" onClick=${t.logOut}>${c("login.out")}</button>
    </section>`}var td=({currentTarget:e})=>e.select();var nd={"today.title":"Today","today.day":"Choose the day","today.before":"Day before","today.after":"Day after","today.since":"As of {time}","today.timezone":"times of {timezone}","today.stale":"These are the figures of {time}: newer ones cannot be loaded.","today.missing":"The figures cannot be loaded.","today.orders":"Orders","today.accepted":"Accepted","today.completed":"{count} of them handed over","today.revenue":"Revenue","today.rejected":"Declined","today.cancelled":"Cancelled","today.reason_count":"{reason}: {count}","today.to_accept":"Until accepted","today.to_ready":"Accepted until ready","today.nine_of_ten":"half of the orders; nine of ten within {time}","today.hours":"Hour by hour","today.hour":"From","today.orders_by_hour":"Orders by hour: the table below has the numbers","today.revenue_by_hour":"Revenue by hour: the table below has the numbers","today.as_table":"As a table","today.sold":"Most sold","today.dish":"Dish","today.quantity":"Sold","today.list":"All orders of the day","today.list_stale":"This list is not up to date.","today.list_missing":"The orders cannot be loaded.","today.none":"No orders on this day.","today.too_many":"Only the first {count} orders of the day are here.","today.search":"Number or name","today.found":"{count} of {all} orders","today.show_all":"Show all {count}","today.times":"Times","today.export":"Take along","today.csv_orders":"Save as CSV: a row an order","today.csv_lines":"Save as CSV: a row a dish","today.personal":"Files and lists hold names, telephone numbers and addresses of customers: keep them no longer than you need them.","duration.seconds":"{seconds} s","duration.minutes":"{minutes} min {seconds} s","duration.hours":"{hours} h {minutes} min","state.placed":"New","state.accepted":"Cooking","state.ready":"Ready","state.completed":"Handed over","state.rejected":"Declined","state.cancelled":"Cancelled","closed.kitchen_timeout":"Not accepted in time","closed.customer":"By the customer","closed.unattended":"Closed by itself after some hours","closed.too_busy":"Too busy","closed.sold_out":"Sold out","closed.closing":"Closing","closed.no_show":"Not collected","closed.other":"Another reason","time.accepted":"accepted {time}","time.ready":"ready {time}","time.completed":"handed over {time}","csv.number":"Number","csv.date":"Date","csv.placed":"Placed","csv.accepted":"Accepted","csv.promised":"Promised","csv.ready":"Ready","csv.completed":"Handed over","csv.status":"Status","csv.reason":"Reason","csv.reason_note":"Word to the customer","csv.name":"Name","csv.telephone":"Telephone","csv.address":"Address","csv.items":"Dishes","csv.note":"Note","csv.total":"Total","csv.currency":"Currency","csv.id":"Order id","csv.dish":"Dish","csv.quantity":"Quantity","csv.price":"Price","print.list_page":"Print the list: A4","print.list_roll":"Print the list: 80 mm","print.count":"{count} orders"},od={"today.title":"今日","today.day":"选择日期","today.before":"前一天","today.after":"后一天","today.since":"截至 {time}","today.timezone":"时间按 {timezone} 时区","today.stale":"以下为 {time} 的数据，暂时无法更新。","today.missing":"暂时无法获取数据。","today.orders":"订单","today.accepted":"已接单","today.completed":"其中 {count} 单已取餐","today.revenue":"营业额","today.rejected":"已拒单","today.cancelled":"已取消","today.reason_count":"{reason}：{count}","today.to_accept":"接单用时","today.to_ready":"制作用时","today.nine_of_ten":"半数订单在此以内；九成在 {time} 以内","today.hours":"分时段","today.hour":"时段开始","today.orders_by_hour":"分时段订单数：数值见下表","today.revenue_by_hour":"分时段营业额：数值见下表","today.as_table":"以表格显示","today.sold":"热销菜品","today.dish":"菜品","today.quantity":"销量","today.list":"当日全部订单","today.list_stale":"列表不是最新的。","today.list_missing":"暂时无法获取订单。","today.none":"当日没有订单。","today.too_many":"此处只有当日最早的 {count} 单。","today.search":"取餐号或姓名","today.found":"{all} 单中的 {count} 单","today.show_all":"显示全部 {count} 单","today.times":"时间","today.export":"导出","today.csv_orders":"存为 CSV：每单一行","today.csv_lines":"存为 CSV：每菜一行","today.personal":"文件和列表含有顾客的姓名、电话和地址，请勿保留超过需要的时间。","duration.seconds":"{seconds} 秒","duration.minutes":"{minutes} 分 {seconds} 秒","duration.hours":"{hours} 小时 {minutes} 分","state.placed":"新订单","state.accepted":"制作中","state.ready":"待取餐","state.completed":"已取餐","state.rejected":"已拒单","state.cancelled":"已取消","closed.kitchen_timeout":"未及时接单","closed.customer":"顾客取消","closed.unattended":"数小时后自动结单","closed.too_busy":"太忙","closed.sold_out":"已售罄","closed.closing":"即将打烊","closed.no_show":"无人取餐","closed.other":"其他原因","time.accepted":"接单 {time}","time.ready":"做好 {time}","time.completed":"取餐 {time}","csv.number":"取餐号","csv.date":"日期","csv.placed":"下单时间","csv.accepted":"接单时间","csv.promised":"承诺时间","csv.ready":"做好时间","csv.completed":"取餐时间","csv.status":"状态","csv.reason":"原因","csv.reason_note":"给顾客的留言","csv.name":"姓名","csv.telephone":"电话","csv.address":"地址","csv.items":"菜品","csv.note":"备注","csv.total":"合计","csv.currency":"币种","csv.id":"订单编号","csv.dish":"菜品","csv.quantity":"数量","csv.price":"单价","print.list_page":"打印列表：A4","print.list_roll":"打印列表：80 毫米","print.count":"{count} 单"},Zi={en:nd,zh:od};var oo=5e3,Qi=({call:e,shopId:t},n)=>e("GET",`/api/orders/statistics?shop_id=${B(t)}&day=${n}`);async function ea({call:e,shopId:t},n){let o=`/api/orders?shop_id=${B(t)}&day=${n}&limit=${He}`,s=[],r="",i=0;do{let a=await e("GET",`${o}${r&&`&after=${B(r)}`}`);s.push(...a.orders),r=a.next??"",i+=1}while(r&&s.length<oo);return{orders:s,isWhole:!r,pages:i}}function on(e,t){return new Intl.DateTimeFormat(t,{timeZone:"UTC",weekday:"long",day:"numeric",month:"long"}).format(Date.parse(e))}function so(e){if(e===null)return"–";let t=Math.round(e),n=Math.floor(t/60);return n===0?c("duration.seconds",{seconds:t}):n<60?c("duration.minutes",{minutes:n,seconds:t%60}):c("duration.hours",{hours:Math.floor(n/60),minutes:n%60})}function ro(e){let t=`closed.${e}`;return un(t)?c(t):e}var Ye=({closed_reason:e})=>e?ro(e):"";var sd="\uFEFF",rd=`\r
`,id=/^[=+\-@＝＋－＠\t\r\n]/;function ta(e,t,n){let o=Ke(n),s=t==="orders"?ad(e,o):cd(e,o);return sd+s.map(r=>r.map(ud).join(",")+rd).join("")}var na=(e,t,n)=>`${e}-${t}-${n}.csv`;function ad(e,t){let n=s=>s?t(s).time:"",o=[[c("csv.number"),s=>io(s.number)],[c("csv.date"),s=>t(s.placed_at).date],[c("csv.placed"),s=>n(s.placed_at)],[c("csv.accepted"),s=>n(s.accepted_at)],[c("csv.promised"),s=>n(s.promised_at)],[c("csv.ready"),s=>n(s.ready_at)],[c("csv.completed"),s=>n(s.completed_at)],[c("csv.status"),s=>c(`state.${s.status}`)],[c("csv.reason"),s=>he(Ye(s))],[c("csv.reason_note"),s=>he(s.closed_note)],[c("csv.name"),s=>he(s.customer.name)],[c("csv.telephone"),s=>io(s.customer.telephone)],[c("csv.address"),s=>he(s.customer.address)],[c("csv.items"),s=>he(s.items.map(ld).join("; "))],[c("csv.note"),s=>he(s.note)],[c("csv.total"),s=>Fe(s.total,s.currency)],[c("csv.currency"),s=>s.currency],[c("csv.id"),s=>s.id]];return oa(o,e)}function cd(e,t){let n=[[c("csv.number"),({order:o})=>io(o.number)],[c("csv.date"),({at:o})=>o.date],[c("csv.placed"),({at:o})=>o.time],[c("csv.status"),({order:o})=>c(`state.${o.status}`)],[c("csv.dish"),({item:o})=>he(L(o))],[c("csv.quantity"),({item:o})=>String(o.quantity)],[c("csv.price"),({order:o,item:s})=>Fe(s.price,o.currency)],[c("csv.total"),({order:o,item:s})=>Fe(s.price*s.quantity,o.currency)],[c("csv.currency"),({order:o})=>o.currency],[c("csv.note"),({item:o})=>he(o.note)],[c("csv.id"),({order:o})=>o.id]];return oa(n,e.flatMap(o=>{let s=t(o.placed_at);return o.items.map(r=>({order:o,item:r,at:s}))}))}var oa=(e,t)=>[e.map(([n])=>n),...t.map(n=>e.map(([,o])=>o(n)))],ld=e=>c("menu.quantity",{quantity:e.quantity,dish:L(e)})+(e.note?` (${e.note})`:""),he=e=>id.test(e??"")?`'${e}`:e??"",io=e=>/^\d/.test(e)?`	${e}`:he(e),ud=e=>/[",\r\n\t]/.test(e)?`"${e.replaceAll('"','""')}"`:e;var dd=["accepted","ready","completed"],md=e=>e.reduce((t,{status:n,total:o})=>t+(dd.includes(n)?o:0),0),ao=(e,t)=>Be(u`<${pd} ...${e} />`,t);function pd({orders:e,day:t,shop:n}){let o=A(),s=r=>V(r,o,n.timezone);return u`
    <article class="day-sheet" lang=${o}>
      <h2>${L(n)}</h2>
      <p>${on(t,o)}</p>
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
                <td>${r.items.map(i=>c("menu.quantity",{quantity:i.quantity,dish:Mt(i,n.menu??[])})).join(", ")}</td>
                <td class="for">${r.customer.name}</td>
                <td>${[c(`state.${r.status}`),Ye(r)].filter(Boolean).join(": ")}</td>
                <td class="sum">${K(r.total,r.currency,o)}</td>
              </tr>`)}
        </tbody>
      </table>
      <p class="sums">
        <span>${c("print.count",{count:e.length})}</span>
        <span>${c("today.revenue")}${" "}${K(md(e),n.currency,o)}</span>
      </p>
    </article>`}var fd=60;function sa({orders:e,day:t,shop:n}){let o=r=>hd(na(n.id,t,r),ta(e,r,n.timezone)),s={orders:e,day:t,shop:n};return u`
    <div class="export" role="group" aria-label=${c("today.export")}>
      <button type="button" onClick=${()=>o("orders")}>${c("today.csv_orders")}</button>
      <button type="button" onClick=${()=>o("lines")}>${c("today.csv_lines")}</button>
      ${le()&&u`
          <button type="button" onClick=${()=>ao(s,"list-page")}>${c("print.list_page")}</button>
          <button type="button" onClick=${()=>ao(s,"list-roll")}>${c("print.list_roll")}</button>`}
    </div>
    <p class="faint">${c("today.personal")}</p>`}function hd(e,t){let n=URL.createObjectURL(new Blob([t],{type:"text/csv;charset=utf-8"})),o=document.createElement("a");o.href=n,o.download=e,o.click(),setTimeout(()=>URL.revokeObjectURL(n),fd*1e3)}function ca({statistics:e}){let{orders:t,accepted:n,completed:o,revenue:s,currency:r,rejected:i,cancelled:a}=e;return u`
    <dl class="figures">
      <${Xe} name="orders" label=${c("today.orders")} value=${t} />
      <${Xe} name="accepted" label=${c("today.accepted")} value=${n}>
        ${c("today.completed",{count:o})}
      <//>
      <${Xe} name="revenue" label=${c("today.revenue")}
        value=${K(s,r,A())} />
      <${Xe} name="rejected" label=${c("today.rejected")} value=${aa(i)}>
        <${ra} counts=${i} />
      <//>
      <${Xe} name="cancelled" label=${c("today.cancelled")} value=${aa(a)}>
        <${ra} counts=${a} />
      <//>
      <${ia} name="accept" label=${c("today.to_accept")} seconds=${e.accept_seconds} />
      <${ia} name="ready" label=${c("today.to_ready")} seconds=${e.ready_seconds} />
    </dl>`}function Xe({name:e,label:t,value:n,children:o}){return u`
    <div class="figure card" data-figure=${e}>
      <dt>${t}</dt>
      <dd class="value">${n}</dd>
      ${o&&u`<dd class="more">${o}</dd>`}
    </div>`}function ra({counts:e}){return u`
    <ul>
      ${Object.entries(e).map(([t,n])=>u`
          <li data-reason=${t}>${c("today.reason_count",{reason:ro(t),count:n})}</li>`)}
    </ul>`}function ia({name:e,label:t,seconds:{median:n,p90:o}}){return u`
    <${Xe} name=${e} label=${t} value=${so(n)}>
      ${n!==null&&u`${c("today.nine_of_ten",{time:so(o)})}`}
    <//>`}var aa=e=>Object.values(e).reduce((t,n)=>t+n,0);function la({statistics:{dishes:e,currency:t}}){return e.length===0?null:u`
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
                <th scope="row">${L(n)}</th>
                <td>${n.quantity}</td>
                <td>${K(n.revenue,t,A())}</td>
              </tr>`)}
        </tbody>
      </table>
    </section>`}var co=340,sn=170,ge={top:22,right:4,bottom:22,left:44},ua=.72,gd=[1,2,5,10],$d=3,_d=4,da=5;function bd(e){let t=yd(Math.max(0,...e)),n=Math.max(1,Math.ceil(Math.max(0,...e)/t)),o=t*n,s=(co-ge.left-ge.right)/Math.max(1,e.length),r=a=>a/o*(sn-ge.top-ge.bottom),i=a=>sn-ge.bottom-r(a);return{bars:e.map((a,l)=>({x:ge.left+s*(l+(1-ua)/2),y:i(a),width:s*ua,height:r(a),value:a})),lines:Array.from({length:n+1},(a,l)=>({value:l*t,y:i(l*t)})),labels:e.flatMap((a,l)=>l%_d===0?{index:l,x:ge.left+s*(l+.5)}:[])}}function yd(e){let t=Math.max(1,e/$d),n=10**Math.floor(Math.log10(t));return(gd.find(o=>o*n>=t)??1)*n}function lo({values:e,hours:t,label:n,formatValue:o,isCounted:s}){let{bars:r,lines:i,labels:a}=bd(e);return u`
    <svg class="plot" role="img" aria-label=${n} viewBox=${`0 0 ${co} ${sn}`}>
      ${i.map(({value:l,y:d})=>u`
          <g class="line">
            <line x1=${ge.left} x2=${co} y1=${d} y2=${d} />
            <text x=${ge.left-6} y=${d+da} text-anchor="end">${o(l)}</text>
          </g>`)}
      ${r.map(({value:l,...d})=>l>0&&u`
            <g class="amount" data-value=${l}>
              <rect ...${d} rx="2" />
              ${s&&u`<text x=${d.x+d.width/2} y=${d.y-4} text-anchor="middle">${l}</text>`}
            </g>`)}
      ${a.map(({index:l,x:d})=>u`<text class="hour" x=${d} y=${sn-da} text-anchor="middle">${t[l]}</text>`)}
    </svg>`}function ma({statistics:{hours:e,timezone:t,currency:n}}){let o=Ke(t),s=d=>o(d).time.slice(0,5),r=d=>K(d,n,A()),i=e.map(({begins_at:d})=>s(d)),a=e.map(({orders:d})=>d),l=e.map(({revenue:d})=>d);return u`
    <section class="hours" aria-labelledby="hours-title">
      <h3 id="hours-title">${c("today.hours")}</h3>
      <div class="plots">
        <figure class="card" data-plot="orders">
          <figcaption>${c("today.orders")}</figcaption>
          <${lo} values=${a} hours=${i} label=${c("today.orders_by_hour")}
            formatValue=${String} isCounted=${!0} />
        </figure>
        <figure class="card" data-plot="revenue">
          <figcaption>${c("today.revenue")}</figcaption>
          <${lo} values=${l} hours=${i} label=${c("today.revenue_by_hour")}
            formatValue=${wd(n)} isCounted=${!1} />
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
            ${e.map(({begins_at:d,orders:m,revenue:f})=>u`
                <tr key=${d}>
                  <th scope="row">${s(d)}</th><td>${m}</td><td>${r(f)}</td>
                </tr>`)}
          </tbody>
        </table>
      </details>
    </section>`}function wd(e){let t=new Intl.NumberFormat(A(),{style:"currency",currency:e,currencyDisplay:"narrowSymbol",notation:"compact",minimumFractionDigits:0}),n=10**nt(e);return o=>t.format(o/n)}var vd=200,kd=20,Sd="(max-width: 899px)";function xd(e,t){let n=uo(t);return e.filter(({number:o,customer:s})=>uo(o).startsWith(n)||uo(s.name).includes(n))}var uo=e=>e.normalize("NFKC").trim().toLowerCase();function pa({orders:e,shop:{timezone:t,menu:n}}){let[o,s]=y(""),[r,i]=y(!1),a=F(()=>xd(e,o).reverse(),[e,o]),l=r?a:a.slice(0,matchMedia(Sd).matches?kd:vd),d=A(),m=F(()=>l.map(f=>u`<${Ed} key=${f.id} order=${f} menu=${n??[]} timezone=${t} />`),[a,l.length,d,t,n]);return u`
    <label class="search">
      ${c("today.search")}
      <input type="search" name="search" autocomplete="off" value=${o}
        onInput=${({target:f})=>s(f.value)} />
    </label>
    <p class="faint" role="status" data-testid="found">${c("today.found",{count:a.length,all:e.length})}</p>
    <table class="day-list" role="table" aria-labelledby="list-title">
      <thead role="rowgroup">
        <tr role="row">
          ${fa().map(f=>u`<th role="columnheader" scope="col">${f}</th>`)}
          <th role="columnheader" scope="col"><span class="hidden">${c("print.print")}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">${m}</tbody>
    </table>
    ${l.length<a.length&&u`
        <button type="button" class="wide" onClick=${()=>i(!0)}>
          ${c("today.show_all",{count:a.length})}
        </button>`}`}var fa=()=>[c("csv.number"),c("csv.placed"),c("csv.name"),c("csv.items"),c("csv.total"),c("csv.status"),c("today.times")];function Ed({order:e,menu:t,timezone:n}){let[o,s,r,i,a,l,d]=fa(),m=h=>V(h,A(),n),f=[Ye(e),e.closed_note].filter(Boolean).join(" · ");return u`
    <tr role="row" data-order-id=${e.id} data-status=${e.status}>
      <th role="rowheader" scope="row" data-label=${o}>${e.number}</th>
      <td role="cell" data-label=${s}>${m(e.placed_at)}</td>
      <td role="cell" data-label=${r}>
        ${e.customer.name}${e.customer.telephone&&u`<span class="more">${e.customer.telephone}</span>`}
      </td>
      <td role="cell" class="ordered" data-label=${i}>
        ${e.items.map(h=>u`
            <span class="line">${c("menu.quantity",{quantity:h.quantity,dish:Mt(h,t)})}</span>`)}
      </td>
      <td role="cell" class="price" data-label=${a}>
        ${K(e.total,e.currency,A())}
      </td>
      <td role="cell" data-label=${l}>
        <span class="stage">${c(`state.${e.status}`)}</span>
        ${f&&u`<span class="more">${f}</span>`}
      </td>
      <td role="cell" class="times" data-label=${d}>
        ${Cd(e).map(([h,p])=>u`<span class="line">${c(h,{time:m(p)})}</span>`)}
      </td>
      <td role="cell"><${Ot} order=${e} menu=${t} timezone=${n} /></td>
    </tr>`}function Cd({accepted_at:e,ready_at:t,completed_at:n}){return[["time.accepted",e],["time.ready",t],["time.completed",n]].flatMap(([s,r])=>r?[[s,r]]:[])}function Td({load:e,everySeconds:t,pauseSeconds:n},o){let s=null,r,i=!1,a=!1,l=!1,d=0,m=async()=>{i=!0,a=!1;let f=null;try{s=await e()}catch(p){f=U(p)}if(i=!1,l)return;let h=n(s);d=Date.now()+h*1e3,r=setTimeout(m,(a?h:Math.max(h,t))*1e3),o({answer:s,problem:f})};return m(),{changed(){a||l||(a=!0,!i&&(clearTimeout(r),r=setTimeout(m,Math.max(0,d-Date.now()))))},close(){l=!0,clearTimeout(r)}}}function mo(e,t,n){let[o,s]=y({key:t,answer:null,problem:null}),r=N(null);O(()=>{let a=Td(e,l=>s({key:t,...l}));return r.current=a,a.close},[t]);let i=N(null);return O(()=>{i.current===t&&r.current?.changed(),i.current=t},[t,n]),o.key===t?o:{answer:null,problem:null}}var ha=30,Md=4,Od=5;te(Zi);function ga({station:e}){return e.shop?u`<${Nd} station=${e} shop=${e.shop} />`:u`<${ne} view=${e.shopFeed?.view} />`}function Nd({station:e,shop:t}){let[n,o]=y(null),{now:s,verified:r}=e,{timezone:i}=t,a=Yn(s,i),l=n??a,d=l===a,m=d?r.map(({id:k,version:_})=>`${k} ${_}`).join():"",f=d?"today":l,h=mo({load:()=>Qi(e,f),everySeconds:ha,pauseSeconds:()=>Md},l,m),p=mo({load:()=>ea(e,f),everySeconds:ha,pauseSeconds:k=>Od*(k?.pages??1)},l,m),$=k=>{let _=Zt(l,k);o(_===a?null:_)};return u`
    <div class="today" data-day=${l}>
      <div class="day">
        <h2>${d?c("today.title"):on(l,A())}</h2>
        <div class="steps" role="group" aria-label=${c("today.day")}>
          <button type="button" onClick=${()=>$(-1)}>${c("today.before")}</button>
          <button type="button" disabled=${d} onClick=${()=>$(1)}>${c("today.after")}</button>
          <button type="button" disabled=${d} onClick=${()=>o(null)}>${c("today.title")}</button>
        </div>
        <a class="button" href="#list-title">${c("today.list")}</a>
        <${Ld} figures=${h} timezone=${i} view=${e.orders?.view} />
      </div>
      ${h.answer&&u`
          <${ca} statistics=${h.answer} />
          <${ma} statistics=${h.answer} />
          <${la} statistics=${h.answer} />`}
      <${Dd} list=${p} day=${l} shop=${t} view=${e.orders?.view} />
    </div>`}function Ld({figures:{answer:e,problem:t},timezone:n,view:o}){let s=Intl.DateTimeFormat().resolvedOptions().timeZone,r=e&&V(e.as_of,A(),n);return u`
    ${!e&&!t&&u`<${ne} view=${o} />`}
    ${r&&u`
        <p class="faint" data-testid="since">
          ${c("today.since",{time:r})}
          ${s!==n&&u`${" · "}${c("today.timezone",{timezone:n})}`}
        </p>`}
    ${t&&u`<${$a} text=${r?c("today.stale",{time:r}):c("today.missing")} problem=${t} />`}`}function $a({text:e,problem:t}){return u`<p class="notice bad" role="alert" data-code=${t.code}>${e}${" "}${J(t)}</p>`}function Dd({list:{answer:e,problem:t},day:n,shop:o,view:s}){return u`
    <section class="orders" aria-labelledby="list-title">
      <h3 id="list-title">${c("today.list")}</h3>
      ${!e&&!t&&u`<${ne} view=${s} />`}
      ${t&&u`<${$a} text=${c(e?"today.list_stale":"today.list_missing")} problem=${t} />`}
      ${e&&!e.isWhole&&u`<p class="notice">${c("today.too_many",{count:oo})}</p>`}
      ${e?.orders.length===0&&u`<p class="faint">${c("today.none")}</p>`}
      ${e&&e.orders.length>0&&u`
          <${sa} orders=${e.orders} day=${n} shop=${o} />
          <${pa} orders=${e.orders} shop=${o} />`}
    </section>`}te(Yo,Xo,Jo,Zo);var _a={board:gr,menu:fi,today:ga,settings:Ji};function ba(e){let t=nr(e);wi(t);let[n,o]=y("board"),s=Rr(t),r=Oi(t);Si([...t.verified,...t.unverified].filter(Ad).length);let i=wr(t,s),a=jr(t),{timedOut:l,onRead:d}=vr(t.verified,t.now,t.sessions.token);return u`
    <div class="kitchen" data-ringing=${s.orders.length>0} data-ring-level=${s.level}
      data-watching=${t.watching}>
      <${Fr} station=${t} ringing=${s} dishChanges=${a} views=${Object.keys(_a)} view=${n}
        onView=${o} />
      <p class="hidden" aria-live="assertive" data-testid="announcement">${s.announcement}</p>
      <${kr} timedOut=${l} onRead=${d} />
      <main class="view" id="main" data-view=${n}>
        <${_a[n]} station=${t} performing=${i} ringing=${s} dishChanges=${a} />
      </main>
      <${Ni} lost=${r} now=${t.now} />
    </div>`}var Ad=({status:e})=>e==="placed";var Id=60,ya={shortest:2,longest:720};function Pd(e,t){let n=(Date.parse(e)-t)/6e4,o=Math.min(ya.longest,Math.max(ya.shortest,n));return t+o/2*6e4}function rn(e,t){let n=new URLSearchParams(e);return{shopId:n.get("shop")??(typeof t=="string"?t:""),watch:n.has("look")}}function wa({onRenewed:e,onChange:t}){let n=j("session"),o=!1,s=(l,d,m)=>{let f=Pd(d.expires_at,Date.now());n={shopId:l,token:d.token,renewAt:f,watching:m},o=!1,G("session",n),G("shop",l)},r=l=>{n=null,o=l,mt("session"),t()},i=async()=>{let l=n;if(!(!l||Date.now()<l.renewAt))try{let d=`/api/shops/${B(l.shopId)}/sessions`,m=await Z("POST",d,{token:l.token});if(n!==l)return;s(l.shopId,m,l.watching??!1),e()}catch(d){U(d).status===401&&a(l.token)}},a=l=>{n&&l===n.token&&r(!0)};return setInterval(i,Id*1e3),i(),pt("session",()=>{let l=n;n=j("session");let{shopId:d,watching:m}={...n};d!==l?.shopId||m!==l?.watching?t():n&&e()}),{get current(){return n},get isEnded(){return o},token:()=>n?.token??null,async logIn(l,d,m=!1){let f=`/api/shops/${B(l)}/sessions`,h={passcode:d,...m&&{watch:m}};s(l,await oe(()=>Z("POST",f,{body:h})),m),t()},refused:a,logOut:()=>r(!1)}}function va({sessions:e}){let[t,n]=y(!1),[o,s]=y(!1),[r,i]=y(null),{shopId:a,watch:l}=F(()=>rn(location.search,j("shop")),[]),d=N(null),m=async h=>{h.preventDefault();let p=new FormData(h.currentTarget);n(!0),i(null);try{let $=String(p.get("shop")).trim();await e.logIn($,String(p.get("passcode")),p.has("watch"))}catch($){i(U($)),n(!1),d.current?.select()}},f=r?.code==="bad_passcode";return u`
    <main class="log-in">
      <form class="card" onSubmit=${m}>
        <h1>${c("login.title")}</h1>
        ${e.isEnded&&u`<p class="notice" role="status">${c("login.ended")}</p>`}
        <label>${c("login.shop")}
          <input name="shop" required autocomplete="username" autocapitalize="none" spellcheck="false"
            defaultValue=${a} aria-invalid=${f} aria-describedby=${f?"log-in-problem":null} />
        </label>
        <div class="passcode">
          <label>${c("login.passcode")}
            <input ref=${d} name="passcode" type=${o?"text":"password"} required
              autocomplete="current-password" autocapitalize="none" spellcheck="false" aria-invalid=${f}
              aria-describedby=${r?"log-in-problem":null} />
          </label>
          <button type="button" aria-pressed=${o} aria-label=${c("login.reveal")} data-testid="reveal"
            onClick=${()=>s(!o)}><${Rd} isOpen=${o} /></button>
        </div>
        ${r&&u`
            <p class="notice bad" id="log-in-problem" role="alert" data-code=${r.code}>${J(r)}</p>`}
        <label class="choice"><input type="checkbox" name="watch" defaultChecked=${l} />${c("login.watch")}</label>
        <button class="primary wide" disabled=${t}>${c(t?"login.busy":"login.go")}</button>
        <${ze} />
      </form>
    </main>`}function Rd({isOpen:e}){return u`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round">
      <path d="M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7z" />
      <circle cx="12" cy="12" r="3" fill="currentColor" />
      ${!e&&u`<path d="M3 21L21 3" />`}
    </svg>`}var Ud={threshold:-30,knee:12,ratio:8,attack:.002,release:.15},zd=1.7,Bd=["pointerup","keydown","click"];function ka(){let e=new Set,t=globalThis.AudioContext?new AudioContext:null,n=!1,o=null,s=!1,r=()=>{for(let h of[...e])h()},i=()=>{t&&t.state!=="running"&&t.resume().catch(()=>{})},a=()=>{n||=t?.state==="running",r()},l=()=>n&&i(),d=()=>{t?.removeEventListener("statechange",a),t?.close().catch(()=>{}),t=new AudioContext,t.addEventListener("statechange",a),o=null,l()},m=()=>{s&&d(),i()},f=()=>{let h=o;if(o=t?.state==="running"?t.currentTime:null,o===null)return l();if(h===null)return;let p=o===h;p&&d(),p!==s&&(s=p,r())};t?.addEventListener("statechange",a);for(let h of Bd)addEventListener(h,m);return document.addEventListener("visibilitychange",l),setInterval(f,2*1e3),{get state(){return t?t.state==="running"&&!s?"ready":"blocked":"none"},unblock:m,watch(h){return e.add(h),()=>e.delete(h)},play(h,p){return t?.state==="running"?Fd(t,h,p):()=>{}}}}function Fd(e,t,n){let o=new DynamicsCompressorNode(e,Ud),s=new GainNode(e,{gain:n*zd});o.connect(s).connect(e.destination);for(let r of t)Hd(e,o,r);return()=>{let{gain:r}=s;r.setValueAtTime(r.value,e.currentTime),r.linearRampToValueAtTime(0,e.currentTime+.03)}}function Hd(e,t,{at:n,hertz:o,gain:s,seconds:r,wave:i,envelope:a}){let l=e.currentTime+n,d=l+r,m=new OscillatorNode(e,{frequency:o,type:i}),f=new GainNode(e,{gain:0});f.gain.setValueAtTime(0,l),f.gain.linearRampToValueAtTime(s,l+.004),a==="struck"?f.gain.exponentialRampToValueAtTime(.001,d):(f.gain.setValueAtTime(s,d-.03),f.gain.linearRampToValueAtTime(0,d)),m.connect(f).connect(t),m.start(l),m.stop(d)}te(po);var Sa=()=>{},xa=go(),jd=ka(),lt=wa({onRenewed:()=>lt.current&&xa.renew(`shop:${lt.current.shopId}`),onChange:()=>Sa()});function qd(){let[,e]=y({});Sa=()=>e({}),jo(),Ko(c("app.kitchen"));let{current:t}=lt,n=`${t?.shopId} ${!!t?.watching}`,o=rn(location.search,null).watch&&!t?.watching;return!t||o?u`<${va} sessions=${lt} />`:u`
    <${ba} key=${n} shopId=${t.shopId} connection=${xa} sessions=${lt}
      bell=${jd} />`}Nr();Re(u`<${qd} />`,document.body);qo();
