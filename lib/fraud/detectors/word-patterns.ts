import type { Pattern } from './detector.ts';

const messenger =
  "(?:whats ?app|what'?s ?app|whatss ?app|wh?[ao]?t{1,2}s ?app|watsap|whatsap|w ?\\/? ?app|whats|wa|te[li]egram|tele ?gram|tg|signal|viber|we ?chat|line|imo|kik|snap ?chat|snap|insta(?:gram)?|ig|facebook|fb|messenger|skype|discord|hangouts?|google chat|zalo|kakao(?: ?talk)?|threema|i ?message|tik ?tok|linkedin|(?:the )?green (?:chat |phone |messaging )?app)";

/** Ways out of the conversation. Once a rental is confirmed they are normal. */
export const contactPatterns: readonly Pattern[] = [
  {
    id: 'contact.messenger',
    group: 'contact',
    weight: 3.1,
    expression: new RegExp(
      `\\b(?:(?:w|vv)hatss?[ -]?app|wh?[ao]?t{1,2}s ?app|wats ?app?|whatsap|(?:w\\/?app|wapp) me|te[li]egram|wechat|viber|kik me|kakao ?talk)\\b|\\b(?:add|message|msg|text|dm|pm|contact|find|reach|hit|ping|chat|talk|continue|write|call|buzz|inbox|follow|catch)(?:ing|ed)? (?:to |with )?(?:me |us |you |him |her |up |it |this )*(?:up )?(?:on|over|via|at|in|through|to) (?:my |our )?${messenger}\\b|\\b(?:what(?:'?s| is) your|my) ${messenger}(?: (?:id|number|handle|name|user ?name|account|is))?(?: is\\b| ?[:=@]|\\?|$)|\\b${messenger} ?(?:id|number|handle|user ?name)? ?[:=] ?@?[a-z0-9._]{3,30}|\\bsignal me\\b|\\blook (?:me|us) up on ${messenger}\\b|\\bsearch (?:for )?(?:me|my name) on ${messenger}\\b|\\bfind my (?:profile|page|account) on ${messenger}\\b|\\b(?:facebook|fb|insta(?:gram)?|linkedin|tik ?tok|snap ?chat|discord|green (?:chat |phone |messaging )?app)\\b[^.!?]{0,60}\\b(?:message|text|write(?: to)?|dm|pm|contact|add|find|reach|ping) me there\\b`,
      'g',
    ),
  },
  {
    id: 'contact.handle',
    group: 'contact',
    weight: 3,
    expression:
      /\b(?:dm|pm|add|follow|find|message|contact|reach|ping|write|text|user ?name|handle|ig|insta|tg|snap|i'?m|im|am) (?:me |us )?(?:at |on |is |as |: ?|to )?@[a-z][a-z0-9._]{2,30}\b(?!\.[a-z])|\bmy (?:g ?mail|yahoo|hotmail|outlook|icloud|proton ?mail) (?:address |account |id )?(?:is|:|=) ?(?=[a-z0-9._]{0,30}[\d._])[a-z0-9._]{5,30}\b|\b(?:ig|insta(?:gram)?|tg|snap|user ?name|handle|my id) ?[:=] ?@?[a-z0-9._]{3,30}|\b(?:telegram|insta(?:gram)?|snap(?:chat)?|discord|signal|wechat|viber|skype|tik ?tok)(?: (?:id|name|user ?name|handle))?(?: is| at| as)? ?@[a-z][a-z0-9._]{2,30}\b|\bmy (?:telegram|insta(?:gram)?|ig|tg|snap(?:chat)?|discord|signal|wechat|viber|skype|tik ?tok)(?: (?:id|name|user ?name|handle))? is @?(?=[a-z]{0,30}[._\d][a-z0-9])[a-z0-9._]{3,30}\b/g,
  },
  {
    id: 'contact.asked',
    group: 'contact',
    weight: 1.3,
    expression:
      /\b(?:what(?:'?s| is) your|send me your|give me your|share your|drop (?:me )?your|text me your|can i (?:have|get) your|let me have your|forward your|need your|provide your|with your) (?:direct |personal |private |phone |cell |mobile |contact |e-?mail )*(?:number|numbers|phone|cell|mobile|e-?mail|address|contact|contacts|no|whats ?app|details|info(?:rmation)?)\b/g,
  },
  {
    id: 'contact.in-picture',
    group: 'contact',
    weight: 3.1,
    expression:
      /\b(?:number|contact(?: details| info)?|digits|phone|mobile|whats ?app|e-?mail)(?:'s| is| are)?(?: \w+)? (?:in|on|under|at|inside) (?:my |the )?(?:\w+ )?(?:profile|avatar|bio|display pic(?:ture)?)\b|\bmy (?:(?:phone |mobile |cell |contact |whats ?app )?number|contact(?: details| info)?|digits)(?:'s| is| are) (?:written |hidden |visible |shown )?(?:in|on|inside) (?:my |the |one of the )?(?:\w+ ){0,2}(?:photos?|pictures?|pics?|images?)\b|\bmy (?:phone|mobile|e-?mail)(?:'s| is) (?:written|hidden|visible|shown) (?:in|on|inside) (?:my |the )?(?:\w+ ){0,2}(?:photos?|pictures?|pics?|images?)\b|\b(?:profile|avatar|bio)\b[^.!?]{0,30}\b(?:for )?(?:the|my) (?:phone |mobile |cell )?number\b|\b(?:pictures?|photos?|pics?|images?|listing)\b[^.!?]{0,40}\bfor my (?:phone |mobile |cell |contact )?(?:number|e-?mail|contact)\b|\bmy (?:phone |mobile )?number (?:starts|begins) with\b|\bnumber (?:that )?you (?:can )?(?:find|see) (?:in|on) my\b|\b(?:wrote|put|hid) my (?:phone |mobile )?number (?:in|on|under)\b/g,
  },
  {
    id: 'contact.elsewhere',
    group: 'contact',
    weight: 2.2,
    expression:
      /\b(?:text|call|e-?mail|contact|message|reach|ring|write(?: to)?) (?:me|us|him|her|my (?:husband|wife|son|daughter|agent|lawyer|assistant)) (?:directly|privately|personally|outside|off|on my (?:private|personal|mobile|phone|cell|number|e-?mail)|at my (?:private|personal)|via (?:e-?mail|my)|through (?:e-?mail|my))\b|\b(?:talk|chat|speak|continue|communicate|discuss|move|take (?:this|it)|switch)\b[^.!?]{0,25}\b(?:outside (?:of )?(?:this|the|here)|off (?:this|the|here)|another (?:app|platform)|elsewhere|by e-?mail|via e-?mail|over e-?mail|private(?:ly)? e-?mail)\b/g,
  },
];

/** What somebody says who pretends, presses or is after secrets. */
export const pressurePatterns: readonly Pattern[] = [
  {
    id: 'secret.code',
    group: 'secret',
    weight: 4.2,
    isCertain: true,
    expression:
      /(?<!never |not |n't |not to |never to )\b(?:send|tell|give|read|share|forward|text|provide|confirm|reply|what(?:'s| is|s)|need|got|get|receive[ds]?)\b[^.!?]{0,40}\b(?:verification|security|login|log[- ]?in|access|authentication|[o0]ne[- ]?time|[456][- ]?digits?|google voice|[o0]tp|2fa|sms|whats ?app) (?:code|pin|passcode|password|number)\b|\b(?:verification|[456][- ]?digit|[o0]ne[- ]?time|[o0]tp|authentication|google voice) (?:code|pin|passcode|password)\b[^.!?]{0,40}\b(?:send|tell|give|read|share|forward|text me|to me|you (?:got|get|received|receive))\b|\b(?:send|tell|give|gimme|share|forward|text|read|what(?:'s| is))\b[^.!?]{0,20}\b[o0][ -]?t[ -]?p\b|\b(?:send|tell|give|share|need|confirm|forward|type)\b[^.!?]{0,20}\bp[il]n(?: code| number)? (?:of|for|to) your (?:bank |credit |debit |atm )?(?:card|account|bank)\b/g,
  },
  {
    id: 'secret.code-received',
    group: 'secret',
    weight: 3.6,
    expression:
      /(?<!never |not |n't |not to |never to )\b(?:send|tell|give|read|share|forward|text|what(?:'s| is))\b[^.!?]{0,25}\b(?:code|numbers|digits|pin)\b[^.!?]{0,25}\b(?:you|u) (?:just |have |will |'?ll |should |only |now )*(?:got|get|received?|see)\b(?! (?:from|at|in|on|for|when|to) )|\b(?:sent|texted|sending|texting|send|text) (?:you |u )?(?:a |the |an )?(?:\w+ )?(?:\w+ )?code\b[^.!?]{0,20}\b(?:to your|on your|by sms|via sms|by text)\b|\b(?:pin|code|password) (?:that )?(?:they|we|it|i) (?:just )?(?:texted|sent) (?:to )?you\b[^.!?]{0,30}\b(?:forward|send|tell|read|share|give)\b|\b(?:send|tell|give|share|read)(?: me| out| us| back){0,2} the (?:pin|code|password|digits) (?:that )?(?:they|it) (?:just )?(?:texted|sent) (?:to )?you\b|\b(?:sent|texted) (?:you |u )(?:a |the |my )(?:\w+ )?code\b[^.!?]{0,30}\b(?:forward|send|tell|read|share|give)\b/g,
  },
  {
    id: 'secret.password',
    group: 'secret',
    weight: 4,
    isCertain: true,
    expression:
      /(?<!never |not |n't |not to |never to )\b(?:send|tell|give|share|need|provide|confirm|enter|verify|update)\b[^.!?]{0,30}\b(?:your|ur) (?:account |bank(?:ing)? |login |log[- ]?in |e-?mail |paypal |apple |lendline |card |atm |online )*(?:password|passcode|pin(?: (?:code|number))?|credentials|cvv|cvc|card (?:number|details|info(?:rmation)?)|social security(?: number)?|ssn|login(?: details)?|user ?name and password)\b/g,
  },
  {
    id: 'secret.identity',
    group: 'secret',
    weight: 2.6,
    expression:
      /\b(?:send|sending|scan|forward|provide|providing|give|need|attach|copy|e-?mail|upload|uploading|submit)\b[^.!?]{0,40}\b(?:(?:copy|scan|photo|picture|pic|image|photocopy) of (?:your |ur |the |an? |any )*(?:passport|driver'?s?|driving|id\b|identity|identification|international|national|social)|your (?:full names?|passport|driver'?s? licen[cs]e|date of birth|occupation|age))/g,
  },
  {
    id: 'secret.code-mentioned',
    group: 'secret',
    weight: 3,
    expression:
      /\b(?:verification|authentication|[o0]ne[- ]?time|[456][- ]?digit) (?:code|pin|passcode|password)\b/g,
  },
  {
    id: 'support.impersonated',
    group: 'support',
    weight: 3.3,
    expression:
      /\b(?:this is|i'?m from|i am from|i work for|we are|message from|on behalf of|from) (?:the |your )?(?:official )?(?:lendline|paypal|amazon|apple|microsoft|venmo|zelle|whats ?app|facebook|platform|bank|customer|account|technical|trust (?:and|&) safety) ?(?:customer )?(?:support|service|security|team|safety|help ?desk|billing|fraud|department|agent|staff|admin(?:istrator)?)\b|\b(?:lendline|platform|customer|account) (?:support|security|safety|verification|help ?desk) (?:team|department|agent|staff|centre|center)\b|\b(?:your|ur) (?:lendline |bank |paypal |amazon |apple |e-?mail )*account (?:has been|is|was|will be) (?:suspended|locked|limited|blocked|frozen|restricted|deactivated|on hold|terminated|compromised|disabled)\b|\b(?:verify|confirm|validate|re-?activate|unlock|restore) your (?:lendline |bank |paypal |e-?mail )*(?:account|identity|profile|payment (?:method|details))\b/g,
  },
  {
    id: 'pressure.urgency',
    group: 'pressure',
    weight: 0.8,
    expression:
      /\b(?:urgent(?:ly)?|asap|act (?:now|fast)|immediately|right away|hurry(?: up)?|last chance|within (?:the next )?\d+ (?:minutes|hours)|before (?:it'?s too late|someone else|somebody else|anyone else)|(?:many|other|several) (?:people|others|renters|buyers|persons) (?:are |is )?(?:interested|waiting|asking)|expires? (?:today|soon|in)|time is running out|without (?:any )?(?:further )?delay|earliest convenience|final (?:notice|warning)|limited time|treat (?:this )?as urgent)\b/g,
  },
  {
    id: 'pressure.absent',
    group: 'pressure',
    weight: 1.8,
    expression:
      /\b(?:i'?m|i am|currently|presently|we are|we'?re|am) (?:currently |presently |now )?(?:out of (?:the )?(?:country|state|town(?! (?:until|till|til|for|this|next|on|from|tomorrow|today|over|that|the)\b))|abroad|overseas|at sea|offshore|on (?:a )?(?:mission|deployment|an? oil rig|a vessel)|deployed|in (?:the )?(?:army|navy|military|marines)|a (?:marine|missionary|soldier))\b/g,
  },
  {
    id: 'pressure.uniform',
    group: 'pressure',
    weight: 3.2,
    expression:
      /\b(?:i'?m|i am|my name is \w+(?: \w+)?,?) (?:a |an )?(?:us |u\.s\.? |american |british |uk |un |united nations )?(?:army|navy|air force|military|marine|peacekeeping) (?:soldier|officer|general|doctor|surgeon|nurse|captain|sergeant|engineer)\b|\b(?:box|trunk|suitcase|package|consignment)(?:es)? (?:of|full of|with|containing) (?:my |the )?(?:money|cash|gold|dollars|funds|usd)\b|\b(?:oil rig|offshore) engineer\b|\bengineer on an? (?:oil rig|offshore|vessel)\b|\b(?:wallet|passport|bags?|purse|luggage) (?:was|were|got|has been|have been) (?:stolen|robbed)\b[^.!?]{0,60}\b(?:need|send|lend|borrow)\b[^.!?]{0,20}[$€£\d]/g,
  },
  {
    id: 'pressure.secrecy',
    group: 'pressure',
    weight: 2.4,
    expression:
      /\b(?:keep (?:this|it|everything|the transaction|the deal) (?:a )?(?:secret|confidential|private|between us|to yourself|between you and me)|(?:strictly|highly|utmost|absolute|strict) (?:confidential(?:ity)?|secre(?:t|cy))|do not (?:tell|inform|disclose|discuss) (?:this |it )?(?:to |with )?any(?:one|body)|100 ?% (?:risk[- ]?free|safe|legal|legit|genuine)|risk[- ]?free|hitch[- ]?free)\b/g,
  },
  {
    id: 'prize.won',
    group: 'prize',
    weight: 3.4,
    expression:
      /\b(?:you(?:'ve| have|'re| are|r| r)?|u|ur|your \w+(?: \w+)? (?:has|have|was)) (?:been |just |also |a )*(?:won (?:a|an|the|our|this|\d|[$£€]|cash|guaranteed|\w+ prize)|winner of|awarded|selected (?:to|as|for)|chosen (?:to|as|for)|the (?:lucky )?winner)(?![a-z'])|\b(?:claim|collect|redeem) (?:your |ur |the |a |it )?(?:free )?(?:prize|reward|award|gift|bonus|winnings?|cash|voucher|now|by calling)\b|\b(?:lottery|jackpot|sweepstakes?|prize draw|guaranteed (?:cash|prize|award)|cash prize|bonus caller prize|free entry (?:in|into|2|to win)|lucky (?:draw|winner)|winning (?:number|notification))\b/g,
  },
  {
    id: 'prize.short-code',
    group: 'prize',
    weight: 3.1,
    expression:
      /\b(?:txt|text|sms|send|reply|call|msg|vote|bids?)\b[^.!?]{0,30}\b(?:to|on|2) ?:?\d{5,6}\b|\b(?:std|standard|ntwk|network|normal) (?:ntwk |network |txt |text |sms )?(?:chgs?|charges?|rates?)\b|\b(?:cost?s?|cst|chgd?|charged?|only|from) ?[^a-z]{0,3}\d{1,3} ?p\b|\b\d{2,3}p ?(?:\/|per|a) ?(?:min|msg|txt|text|message|call|sms)|[£$]\d(?:\.\d\d)? ?(?:\/|per|a|to) ?(?:min|msg|txt|text|message|call|rcv|week|wk)|\b(?:reply|txt|text) (?:back )?(?:with )?(?:the )?(?:keyword|end|out|stop|call)\b|\b(?:you (?:were|have been|are) outbid|free ?msg|po ?box|bid)\b[^.!?]{0,60}\b\d{4,6}/g,
  },
  {
    id: 'prize.advertised',
    group: 'prize',
    weight: 2.7,
    expression:
      /\b(?:free ?(?:msg|text|texts|ringtones?|tones?|mins|minutes|camera phone|mobile|nokia|gift|sample|trial)|ringtones?|txt \w+ to \d|text \w+ to \d|reply (?:stop|yes|with yes)|txt stop|text stop|opt[- ]?out|unsubscribe|per ?(?:min|msg|text)|p ?(?:\/|per ?) ?(?:min|msg|txt)|150 ?p(?:pm|\/| ?per)|t ?& ?c'?s|sms services?|subscription|18\+|over 18|xxx|sexy singles|dating service|work from home|earn (?:up to )?\$?\d+|make \$?\d+ (?:a |per )(?:day|week|hour)|guaranteed (?:income|profit|returns?)|double your (?:money|investment)|investment (?:opportunity|platform|plan)|forex|loan (?:offer|approved)|no credit check|click (?:here|the link|below|this link)|call (?:now|free)|order now|limited offer|special offer|best (?:price|deal)s? guaranteed)\b/g,
  },
  {
    id: 'harassment.threat-to-life',
    group: 'harassment',
    // By itself it waits for a moderator, whoever says it.
    weight: 9,
    expression:
      /\b(?:i(?:'ll| will|'m going to| am going to|'m gonna| am gonna| gonna| shall|ma)|we(?:'ll| will| are going to)|someone will|my (?:friends|brothers|boys) will) (?:fucking |come and |come |personally |find you and |make sure (?:i |to )?)*(?:kill|murder|shoot|stab|rape|strangle) (?:you|u|ur|your (?:family|kids|wife|dog|mother|children))\b(?! (?:some|a |if you sell|for (?:that|this|it)\b|lol|haha))|\b(?:hope you die|kill ?(?:yo)?ur ?self|kys|you(?:'re| are) a dead (?:man|woman)|your (?:family|kids) (?:will|are going to) (?:die|pay|suffer))\b/g,
  },
  {
    id: 'harassment.threat',
    group: 'harassment',
    weight: 4.2,
    isCertain: true,
    expression:
      /\b(?:i(?:'ll| will|'m going to| am going to|'m gonna| gonna| shall|ma)|we(?:'ll| will)|someone will|my (?:friends|brothers|boys) will) (?:fucking |come and |come (?:to your (?:house|home|place|work) and )?|personally |find you and |make sure (?:i |to )?)*(?:(?:kill|murder|shoot|stab|hurt|beat|rape|burn|destroy|strangle|slap|punch|smash|break|hunt|bury|end) (?:you|u|ya)\b(?! (?:to|a|an|down|some|on|at|in|up)\b)|(?:kill|hurt|beat|burn|destroy|smash|break|cut|slap|punch) (?:ur|your|ya) (?:face|legs?|arms?|hands?|fingers?|neck|bones?|head|teeth|skull|nose|jaw|throat|ass|house|home|car|family|kids|wife|dog)\b)|\b(?:i|we) know where (?:you|u|your family|your kids) (?:live|work|sleep)s?\b|\b(?:watch your back|you(?:'re| are)? (?:a )?dead (?:man|meat|woman)|you (?:will|are going to|gonna|'ll) (?:die|regret (?:this|it)|pay for this|be sorry)|break (?:your|ur) (?:legs|neck|bones|face)|i(?:'ll| will) (?:ruin you|find you and|come (?:for|after) you|(?:ruin|burn) your (?:house|family|home|kids|wife|life))|or i(?:'ll| will) hurt you|make (?:you|u) (?:regret|suffer|sorry|pay for (?:this|it))|(?:post|publish|leak|share|spread) (?:your|ur) (?:address|photos?|pictures?|nudes?|number) (?:online|everywhere|on (?:facebook|the internet|instagram)|unless|if you))\b/g,
  },
  {
    id: 'harassment.insult',
    group: 'harassment',
    weight: 3,
    expression:
      /\b(?:you(?:'re| are|r)?|u(?:'re| r| are)?|ur|what|such|fucking|bloody|another|stupid|dumb|ugly|lazy|fat|just|nothing but) (?:a |an |are |so |such |real |total |complete |fucking |bloody |absolute |little |old |dirty |lying |stupid |dumb |pathetic |bunch of )*(?:idiots?|morons?|scum(?:bag)?s?|imbeciles?|cretins?|bastards?|assholes?|arseholes?|scammers?|crooks?|thie(?:f|ves)|liars?|pigs?|losers?|trash|garbage|pathetic|worthless|disgusting|pervert|creep|bitch(?:es)?|cunts?|whores?|sluts?|dick ?heads?|jerk|stupid|dumb(?:ass)?|retard(?:ed|s)?|ugly|freaks?|fags?|hoes?|dumb ?ass|prick|twat|wanker)\b|\b(?:go to hell|drop dead|shut the (?:fuck|hell) up|fuck (?:you|u|off|ya|yourself)|screw you|eat shit|suck my|burn in hell|nobody (?:likes|loves) you|go back to (?:your country|where you came from))\b/g,
  },
];
