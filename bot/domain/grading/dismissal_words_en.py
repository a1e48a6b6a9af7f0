"""English ways of turning something down."""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import ENGLISH_VERBS, HOW, one_of, word_set

_BAD = one_of(
    "(?:way |far |so |just |simply |a bit |total |complete |plain |pure |frankly |really |too |equally |also "
    "|still |utterly |completely |entirely |totally |basically |essentially |pretty |quite |rather )*"
    + one_of(
        "overkill|unnecessary|pointless|useless|redundant|unsuitable|unacceptable|nonsense|rubbish|bogus",
        "excessive|superfluous|premature|counter-?productive",
        "incorrect|disqualified|backwards|banned|off limits|over-?engineered|madness|insane|absurd",
        "ridiculous|laughable|folly|fiction|false|mistaken|out of budget|not happening|asking for trouble",
        "wishful|snake oil|marketing|theat(?:re|er)|a rumou?r|a myth|window dressing|for show|decoration",
        "(?:time|money|effort) (?:thrown away|wasted)|(?:wasted|lost) (?:time|money|effort)|just clicking",
        "a (?:red herring|dead end|non-?starter|half-measure)|out(?= because|[.,!;]|$)|off the table",
        "out of the question|beside the point|no (?:good|use|help|answer|fix|solution)",
        r"not (?:it|for us|for me|worth|an option)|the (?:wrong|last) \w+|wrong(?: here)?",
        r"an? (?:\w+ )?(?:trap|mistake|waste|rip-?off|nightmare|black box|sledgehammer|circus|joke|gimmick)",
        r"(?:mostly |only )noise|money for|an? (?:\w+ )?(?:goose chase|week of|liability|chore)",
        r"(?:too )much work",
        r"an? (?:\w+ )?(?:no-?go|no|pipe dream|fairy tale|placebo|fantasy|hoax|cop-?out)(?=[.,;!?]|$)",
        r"(?:an?|the) (?:\w+ )?(?:myth|false \w+)|of no (?:use|help|value|interest)",
        r"an? (?:bad|wrong|poor|terrible|horrible|awful|dumb|silly|wild) \w+",
        "(?:clunky|fiddly|heavy|blunt|fragile|brittle|dangerous|risky|scary|complicated|complex|pricey)",
    )
)
_NOT_GOOD = one_of(
    "(?:really |even |going to be |be )*"
    + one_of(
        "needed|necessary|required|appropriate|suitable|recommended|right|correct|good|wise|worth|enough",
        "it|the (?:fix|issue|reason|cause|problem|right|answer|way|tool|solution|point|missing|case|piece)",
        "an? (?:option|answer|good|solution|fix|great|fan)|for (?:us|me)|what (?:i|we|is|this|you)|what's",
        "something (?:i|we|you)|how (?:i|we|you|it|this)|going to (?:help|work|fix|save|stop|solve)",
        "happening|true|relevant|(?:of )?any (?:use|good|help)|of use|(?:going to|gonna) (?:happen|fly)",
    )
)
_FAILS = one_of(
    "(?:do|enforce|solve|prevent|stop|fix) that|belong",
    f"help|work|fix|solve|save|cut it|do (?:it(?! {HOW}\\b)|anything|the job|what|this|(?:our|your) job)",
    "suffice|apply",
    "scale|matter|hold (?:up|water)|fly|stack up|make (?:sense|it|that|this|any|things)|do(?=[.,!;]|$)",
    "(?:change|add|restrict|protect|achieve) (?:a|any)thing|buy (?:us|you|any)|get (?:past|us|you|those)",
    "(?:bring|get|give|save|win)(?: us| you)? (?:back )?(?:a|one|any) (?:single )?(?:cent|dollar|penny|yen)",
    "(?:keep|stop|catch|deter) any(?:one|body|thing)|(?:give|tell|show) (?:\\w+ ){1,2}what",
)
ON_SUBJECT = re.compile(  # says of what precedes that it won't do
    r"\b"
    + one_of(
        rf"(?:is|'s|are|'re|was|were|(?:would |will )?be|seems?|sounds?|looks?|feels?)(?: like)? {_BAD}",
        rf"(?:(?:is|are|was|were|would|will|wo|should)(?:n'?t| not)|'s not|'re not)(?: be)? {_NOT_GOOD}",
        rf"(?:do|does|would|will|wo|can|could|ca|did)(?:n'?t| ?not)(?: really| actually| even)? {_FAILS}",
        rf"(?:never|hardly|barely) (?:{_FAILS}|\w+s out|works|helps)",
        "(?:gains?|buys?|brings?|adds?|gives?|do(?:es)?|solves?|fix(?:es)?|achieves?|changes?|proves?|saves?"
        "|protects?|secures?)(?: us| you)? nothing",
        "(?:stops?|keeps?|deters?|catch(?:es)?|helps?) (?:nobody|no one)",
        "(?:caught|did|changed|gained|bought|brought) (?:us )?nothing|made no difference",
        "treats? the symptoms?",
        "(?:has|have) nothing to do with (?:it|this|that)|(?:does|do) nothing|(?:is|are) (?:way )?too \\w+",
        "(?:is|are) (?:not |n't )?worth|(?:makes?|made) (?:no|little|zero) sense|misses the point",
        r"(?:has|have) no (?:business|place|bearing|effect)(?= (?:here|in|on|whatsoever)\b|[.,!;]|$)",
        "gets? my veto|falls? short|(?:(?:would|will|only|just) )*makes? (?:it|this|things|matters) worse",
        "(?:should|must|ought to|has to|have to|is to|are to)(?: better)? be "
        "(?:avoided|dropped|left out|ruled out|rejected|scrapped|skipped|omitted)",
        "(?:should|must|may)(?:n'?t| not) (?:be done|happen)|violates? (?:our|the) (?:policy|rules)",
        r"(?:(?:is|are)(?:n't| not) allowed|(?:is|are) (?:strictly )?(?:forbidden|prohibited))"
        r"(?= (?:here|with us)\b|[.,!;]|$)",
        "is (?:exactly )?what (?:you|we|i) (?:should|must|would)(?:n'?t| not) do",
        "(?:is|are|was|were|be|been|got|gets?) (?:ruled out|declined|rejected|vetoed|discarded"
        "|(?:shot|voted|turned) down|thrown out|binned|scrapped|shelved"
        "|(?:tried|discussed|considered) and (?:dropped|abandoned))",
        r"(?:went|goes|belongs) (?:\w+ )?in(?:to)? the (?:bin|trash|garbage)|can wait(?=[.,;!?]|$)",
        "gets? (?:a|my) thumbs[- ]down|(?:gets?|got) (?:us|you) nowhere|(?:goes|leads?) nowhere",
        "(?:stays?|remains?) (?:switched |turned )?off(?=[.,;!?]|$)",
        "ain'?t (?:it|the|an?|gonna|going)|(?:can|could|will|would) (?:hardly|never) (?:help|work|fix|solve)",
        r"(?:is|are) not (?:permitted|approved|acceptable|compliant)|said no \w+",
        "(?:veto|no|-1) from (?:me|us)",
    )
    + r"\b(?! (?:\w+ ){0,3}(?:until|unless|without|otherwise|if)\b)"  # a condition: it does, with that
)
_OPENING = (
    r"(?:^|(?<=[,;:!?.\n(] )|(?<=\n)|(?<=- ))"
    "(?:(?:so|and|but|please|nah|no|well|honestly|imo|tbh|personally|sorry|yeah|also|me|in my opinion"
    "|seriously|ok),? ){0,4}"
)
_I = r"(?:i|we)(?: (?:personally|really|honestly|just|still|also|certainly|definitely|firmly|strongly))*"
_NO_REFUSAL = "hesitate|regret|mind|miss|object"
_WOULD_NOT = one_of(
    rf"{_I} (?:would|will|wo|do|did|ca|could|can)(?:n'?t| ?not)"
    rf"(?! (?:only|just|forget|know|remember|change|{_NO_REFUSAL}|want (?:any|to lose)|trade|need to))",
    rf"(?:i|we)(?:'d| would| will|'ll)(?: \w+)? (?:never|not(?! (?:{_NO_REFUSAL}))|avoid|refuse|skip|pass"
    r"|leave|drop|steer|stay|keep|hold off|say no|veto|reject|rule|decline|advise against|vote against)\b",
    r"(?:i'?m|we'?re|i am|we are)(?: \w+)? (?:against|not|no fan|sceptical|skeptical|afraid)\b",
    rf"{_I} (?:refuse|reject|decline|oppose|disagree|veto|doubt|see no|hate|dislike|object to"
    "|(?:advise|vote|argue) against)\\b",
    rf"{_I} (?:fail|struggle) to see|{_I}(?:'d| would)? (?:rather|sooner|prefer)(?: to)? not",
)
ON_OBJECT = re.compile(  # turns down what follows
    one_of(
        rf"\b{_WOULD_NOT}",
        _OPENING
        + one_of(
            "(?:don'?t|do not|never|let'?s not)"
            " (?!forget|hesitate|miss|only|just|skip|drop|omit|overlook|ignore)",
            r"(?:no|not)(?: an?| the)? (?!only|just|doubt|matter|problem|longer|one|later|sure|that\b"
            "|objection|downside|harm|reason not|brainer|question|other|alternative|hesitat)",
            "(?:it|that|this)(?:'s not| isn'?t| is not) (?!only|just|enough|about|that|clear|sure|bad|hard)",
            r"forget(?! (?:it|this|that|one)\b[^.!?]{1,80}\b(?:and|or) (?:you|we|they)\b)",
            "(?:skip|avoid|ditch|hard no|pass on|hands off|nobody needs|-1|veto|declin(?:e|ing))",
            "(?:reject|oppos|veto|dismiss)ing|ruling out",
            r"(?:prohibit|forbid|ban|disallow|exclude|omit|cancel|scrap|drop) (?=\w+ing\b)",
            "stop (?:bringing|suggesting|proposing|pushing|selling)",
            "(?:false|myth|wrong|incorrect|nonsense):",
            "(?:strongly |totally )?disagreed? with|(?:i've |i have )?no (?:appetite|time|budget) for",
            "(?:enough|sick|tired) of|(?:i'm )?done with|(?:got )?burn(?:ed|t) by|nobody (?:wants|should)",
            "(?:ca|wo|would)n'?t (?:recommend|endorse|approve|justify)|cannot (?:recommend|endorse|approve)",
            r"(?:drop|strike|cross|kill|scratch|cut|take|remove) (?=[^.,;!?]{1,60}"
            r" (?:off|from the (?:plan|list|proposal|roadmap|design))\b)",
            r"count me out|anything but(?! [^.!?]{0,60}\b(?:is|are|will|would))",
            "(?:wouldn'?t|would not|shouldn'?t|rather not)",
            "would(?= (?:avoid|skip|pass|leave|never|rather not))",
            "(?:stay|steer|keep)(?: well)? (?:away|clear)|out with|down with",
        ),
        r"\b(?:no|zero) (?:need|point|reason|use|way|sense)\b",
        r"\b(?:please|pls),? (?:don'?t|not|no)\b",
        r"\bnothing (?:is|was) gained by\b|\bthink twice before\b|\bnobody (?:has|needs) to\b",
        r"\bthe last thing (?:to do|(?:i|we)(?:'d| would)? (?:do|need|want))(?: here)? is\b",
        r"\b(?:i|we)(?:'d| would) (?:prevent|keep|stop) (?:people|any(?:one|body)|every(?:one|body)) from\b",
        r"\bunder no circumstances\b|\bspend (?:nothing|no \w+) on\b|\bno to\b",
        r"\b(?:any|every)thing (?:but|except|other than)\b",
        r"\b(?:i|we)(?:'d| would|'ll)? (?:rather|sooner)\b(?! than| not)[^.,;!?]{1,60}?\bthan\b",
        r"\b(?:i|we)(?:'d| would|'ll)? (?:go (?:with|for)|pick|choose|prefer|take)\b[^.,;!?]{1,60}?\bover\b",
        r"\byou (?:really )?(?:do not|don'?t|wouldn'?t|would not) want\b(?! (?:any|to lose))",
        r"\b(?:false|untrue|not true|incorrect|nonsense|wrong|an? (?:myth|lie|misconception))"
        r" (?:that|to (?:say|think|claim|assume|suggest))\b",
        r"\b(?:decided|voted|advised?|argued?|recommend|lobby) against\b",
        r"\b(?:security|legal|audit(?:ors?)?|compliance|ops|management|finance|the \w+ (?:team|board))"
        r"(?: \w+)? (?:would never|will never|won't|wouldn't|declined|rejected|vetoed|shot down)\b",
        r"\b(?:i'd|i would|i say|let's|please|better) leave (?!it|that|them|this)[^.,;!?]{1,40}"
        r" (?:off|out|alone|be)\b",
        r"\bwould avoid\b|\bleave (?:it|that|them|this) (?:out|alone)\b",
        r"\b(?:i|we)(?:'ve| have)? (?:ruled|crossed|struck|threw|voted)"
        r" (?=[^.,;!?]{1,60} (?:out|off|down)\b)",
        r"\b(?:vote|prefer|rather) (?:to )?leave (?=[^.,;!?]{1,40} (?:off|out|alone|be)\b)",
        r"\b(?:telling|asking|begging|urging|advising) (?:you|them|everyone|people) not to\b",
    )
)
ASKED = re.compile(  # asked in order to say no
    r"\b"
    + one_of(
        "who (?:in (?:their|his) right mind|on earth|would)",
        "why (?:on earth |in the world )?(?:would|should|hand|risk|pay|bother)",
        "what(?:'s| is) the (?:point|use) of|what good (?:is|are|would)",
        "what (?:do|would|does) (?:we|i|you|it|that) gain",
        "over my dead body|since when|what use (?:is|are|would)|who wants to",
        "you(?:'d| would) have to be (?:crazy|mad|insane|out of your)",
        "you must be (?:crazy|mad|joking|kidding)",
        "what (?:exactly )?(?:would|does|do|will)(?= [^.?]{1,80}? (?:buy|give|gain|bring|get) us)"
        "|who (?:has (?:the )?time"
        "|owns|(?:is|'s) (?:going|gonna))",
        "how (?:on earth )?(?:is|are|would|could|will) [^.?]{1,60}? (?:supposed|going|meant)"
        " to (?:help|fix|work)",
    )
    + r"\b"
)
WEIGHED = re.compile(r"\b(?:when|if|rather than|instead of|over)\b")  # against what follows
_SAYS = one_of(
    "say|says|said|keeps? saying|suggests?|suggested|proposed?|proposes|recommends?|recommended|told|tells",
    "tell you|shouts?|swears by|loves?|jumps?(?: straight)? to|wants?|wanted|wrote|thinks?|asked for",
    "reach(?:es)? for|claims?|claimed|preach(?:es)?|insists?|pretends?|argues?|would have you",
    "tells? (?:us|you)",
)
_EASY = "nice|neat|great|tempting|fine|cool|good|attractive|easy|clever|handy|lovely"
REPORTED = re.compile(  # others say so, or it sounds nice: a turn has to follow
    r"\b"
    + one_of(
        one_of(
            "people|folks|everyone|everybody|somebody|someone|some|others|colleagues?",
            r"(?:exam )?guides?|tutorials?|some(?:body|one) (?:in|on|from|at) \w+ \w+|textbooks?",
            r"the (?:\w+ )?(?:textbook|docs?|blogs?|consultant|vendor|internet|team|book)|my \w+",
        )
        + r"(?: \w+)?(?: will| would| might| may| always| often| (?:like|love|tend)s? to)* "
        + _SAYS,
        r"(?:everybody|everyone|somebody|someone|colleague|my \w+|blog posts?|the textbook)"
        r"(?:'s idea| in the \w+)?[^.!?]{0,60}?(?::|says?|said)",
        r"\w+'s (?:idea|proposal|suggestion|plan|answer|advice) (?:is|was)",
        "(?:is|are|was|were)(?: very)? (?:often|usually|always|commonly)"
        " (?:proposed|suggested|recommended|mentioned|said)",
        r"(?:is|are|was|were) what [\w ]{1,30}?\b(?:says?|preach|would (?:say|tell))",
        r"i keep (?:reading|hearing|seeing|being told)",
        r"you(?:'ll| will)?(?: often)? (?:hear|read) that|rumou?r has it",
        r"(?:\w+'s|the) (?:first|usual|classic|standard|obvious|textbook|popular|knee-?jerk)"
        r" (?:reflex|thought|idea"
        r"|instinct|answer|reply|response|move|solution|advice) (?:is|was|would be)",
        "(?:i|we) (?:was|were) (?:about|going|tempted) to|i know (?:the|that|everybody|everyone|people|it)",
        r"(?:could|might|can)\b[^.;!?]{0,80}, ?but",
        rf"(?:sound|look|seem)(?:s|ed)? (?:{_EASY})|(?:is|are|was|would be) (?:{_EASY})"
        "(?: on paper| in theory| at first)?,? (?:but|yet|though|however|until)",
    )
)
CONTRAST = re.compile(
    r"\b(?:in (?:our|my|practice|reality)|until|but|however|though|yet|imo|honestly|nah|i just|i don'?t"
    r"|i(?: really)? doubt|i wouldn'?t|i'd (?!agree|say the same|do the same)|me:|yeah no|not going)\b"
)
COUNTERED = re.compile(
    r"[\s\"]*(?:i(?:'d| would| don't| doubt| wouldn't| disagree)|imo|but|however|nah|no|nope|not|me:?"
    r"|well|sorry|hard|please|personally|in my|wrong|false|nonsense|rubbish)\b(?! (?:agree|same|too))"
    r"|[\s\"]*(?:it|that|this|they|both|those)(?:"
    r" (?:do|does|did|wo|will|would|is|are|ca|can)(?:n'?t|not| not)\b"
    r"| (?:do|does|is|are|did|will|can)(?= ?[.,!])"
    r"|(?:'s| is|'re| are)(?: (?:all|just|simply|plain|so|completely|totally|utter|pure))*"
    r" (?:wrong|false|nonsense|rubbish|not|untrue|a (?:myth|lie)))\b"
    r"|[\s\"]*the \w+ (?:is|are) wrong\b|[\s\"]*i told (?:them|him|her)\b"
)
NO = re.compile(  # says no to what was said before
    r"[\s\"]*(?:(?:and|so|well|honestly|me|sorry|yeah|ok|ugh|but|thanks|to me|imo|lol|hm+),?:? ){0,4}"
    + one_of(
        "no|nope|nah|hardly|never|no thanks?|no thank you|no way|(?:hard|i'?ll|i'?d) pass|hard no",
        "not really|unacceptable(?: to me)?|over my dead body|thanks,? but no(?: thanks)?|veto|declined|-1",
        "not (?:a chance|on my watch|in a million years|touching it)|that ain'?t it|yeah,? no",
        "lol,? no|good one",
        "(?:you(?:'ve got| have)? (?:to|must) be |are you )?(?:kidding|joking)(?: me)?|are you serious",
        "(?:that|it|this)(?:'s| is) (?:(?:all|just|simply|plain|so|pure|utter|complete) )*"
        "(?:wrong|false|nonsense)",
        "(?:(?:it|that|this)(?:'s| is) )?not (?:going to|gonna) happen",
        "incorrect|rejected|not approved|false|untrue|not true|(?:a |pure )?myth|hogwash|bs",
        "not (?:worth it|for us|for me|today|here|happening|doing (?:that|this|it))|i(?:'m| am) out",
        "(?:it|that)(?:'s| is) a (?:hard |firm |clear |big )?no",
        "(?:god|lol|hell|no no|really|absolutely|certainly|definitely) no(?:t|pe)?",
        "(?:bad|terrible) idea|no chance|as if|nonsense|rubbish|wrong|skip(?: it| that)?|meh",
        "i(?:'m| am) (?:telling|asking|begging|advising) (?:you|them|everyone) not to",
        "forget (?:it|that|about it)|scrap that|scratch that|so no|please no|please don'?t|i wouldn'?t",
        r"i disagree|(?:way )?too (?:\w+ )?\w+|i(?: really| strongly| do)? doubt (?:it|that)",
        "i don'?t (?:buy|believe|like|trust|want|see) (?:it|that|this)",
    )
    + r"(?=\s*(?:[,.!?;:)\n-]|$| i'd| i would))"
)
ANNOUNCES = re.compile(  # what is to come
    r"\b(?:this|these|that|it)(?: \w+)?\s*:|\b(?:the following|what follows)\b[^:.!?]*:?"
    r"|^(?!what(?:'s| is| went) wrong)[\w' ]{2,24}:"
)
LABEL = re.compile(  # "Bad example: …"
    r"^(?:(?:a|the|an) )?(?:bad|wrong|poor|worst)(?: \w+)?:|^(?:anti-?pattern|mistake|not this|never)s?:"
    r"|\bwhat not to do\b|\b(?:avoid|wrong|mistake|disagree|against|false|incorrect|nonsense)\b"
)
INSTEAD = re.compile(r"\b(?:instead|rather|what i'd do|what to do)\b")
OF_ALL = re.compile(r"\b(?:any|all|none) of (?:this|that|it|the above)\b|\bexactly what\b")
OF_OTHERS = re.compile(  # what somebody else would do, or another way
    r"\b(?:some|others|people|someone|somebody|everyone|colleagues?|alternative(?:ly)?"
    r"|another (?:way|option|idea)|instead of|rather than|could|might|tempt\w+|option)\b"
)
DOUBTED = re.compile(r"\s*(?:and |but |so )?(?:then )?you(?:'d|'ll| would| will)\b")  # said to a question
COMMA = re.compile("[,:] ")
TURNS = (  # where what is wanted instead begins
    re.compile(
        r"(?:[,;:]|\s[-–—]|->|=>|\band|\bso|\bbut)\s*(?:then |please |honestly |so |i think )*"
        r"\b(?:instead|rather|better|just|use|i'd|i would|i prefer|we should|i'll|we'll|let's"
        r"|go (?:with|for))\b|\bbut\b|\binstead\b(?! of)|;|\s[-–—]+>?\s|->|=>|: "
    ),
    re.compile(r" and (?:then |just )?" + one_of(*sorted(ENGLISH_VERBS)) + r"\b"),
)
VERBAL = re.compile(  # a clause with a verb, as far as that shows
    r"\b(?:is|are|was|were|be|do|does|did|can|will|would|should|must|has|have|i|we|you|they|it)\b|n't\b"
    r"|'(?:s|d|ll|re)\b"
)
JOINT = re.compile(
    r"\b(?:but|because|since|whereas)\b"  # a new subject, be it "peering"
    r"|(?:\b(?:so|and|while|as|that|if)\b|[;(]|:(?=\s)|\s[-–—]\s|->|=>)(?! \w+ing\b)"
)
_SAID = ("idea", "claim", "notion", "theory", "belief", "story", "answer", "suggestion")  # that …: is named
DESCRIBES = re.compile(  # rather than decides
    "".join(f"(?<!{said} )" for said in _SAID) + "that$|(?:which|who|if|when|where|until|unless)$"
)
PARENTHESIS = re.compile(r", (?:which|who|and|or|even|with|including)\b[^,]*,\s*$")
ALSO = re.compile(
    r",?\s*(?:and |also )?(?:so (?:is|are|do|does|would|will)|neither|nor|let alone|much less|ditto|likewise"
    r"|(?:the )?same (?:goes )?(?:for|with))\b"
)
POINTS_BACK = re.compile(r"\b(?:it|that|this|they|which|them|those|these|one)\b")
CONCLUDES = re.compile(r"\bso\s*$")  # what precedes was the reason
LACKS = re.compile(  # it won't do without something, or alone
    r"\b(?:without|unless|until|otherwise|or (?:else|it|they|you)|alone|by (?:it|them)sel(?:f|ves)"
    r"|on (?:its|their) own)\b"
)
ON_WHAT_WAS_SAID = re.compile(
    r"\s*(?:(?:do|use|go|touch|doing|using|on|for|with|to|of|bother|buy|like|recommend|support|endorse|approve"
    r"|agree|advise)\s+)*"
    rf"(?:all |any of |either of )?(?:it|that|this|them|these|those|there|(?<=do )so|(?<=doing )so)\b"
    rf"(?! (?:\w+ing|{HOW})\b)"
)
GOES_ON = re.compile(
    r"\s*(?:and |also |plus |because |since )?(?:it|that|this|they|those|these|then|you'd|you would"
    r"|you'll|you can|you could|you have to|even|one|too|which|at that|because|since)\b"
)
REASON = re.compile(
    r",?\s*(?:and |also |plus )?(?:it|they|you'd|you would|you'll|too|which|because|since)\b"
    r"(?!'s the| is the|'ll be the)"
)
GOES_ALONG = re.compile(f"{REASON.pattern}|{ALSO.pattern}")
SOUR = re.compile(
    r"n't\b|\b(?:not|no|never|nothing|only|too|waste|over|costs?|breaks?|trap|nobody|without)\b"
)
EMPTY = word_set(
    """turning switching enabling adding using having making setting putting on off in
    honestly imo opinion personally thanks thank sorry way thing idea stuff please doing do going go really
    frankly pass skip forget bother buy option good bad i'm we're he she me said say says let's one worth
    would wouldn't don't doesn't isn't won't can't not no nah nope ugh yeah well lol think believe see doubt
    whole that's it's today here works work help helps wrong right overkill me"""
)
"""Words that name nothing which could be turned down."""
