"""English ways of turning something down."""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import ENGLISH_VERBS, one_of, word_set

_BAD = one_of(
    "(?:way |far |so |just |simply |a bit |total |complete |plain |pure |frankly |really |too )*"
    + one_of(
        "overkill|unnecessary|pointless|useless|redundant|unsuitable|unacceptable|nonsense|rubbish",
        "wishful|snake oil|marketing|theat(?:re|er)|a rumou?r|a myth",
        "a (?:red herring|dead end|non-?starter|half-measure)|out(?= because|[.,!;]|$)|off the table",
        "out of the question|beside the point|no (?:good|use|help|answer|fix|solution)",
        r"not (?:it|for us|for me|worth|an option)|the (?:wrong|last) \w+|wrong(?: here)?",
        r"an? (?:\w+ )?(?:trap|mistake|waste|rip-?off|nightmare|black box|sledgehammer|circus|joke)",
        r"an? (?:bad|wrong|poor|terrible|horrible|awful|dumb|silly|wild) \w+",
        "(?:clunky|fiddly|heavy|blunt|fragile|brittle|dangerous|risky|scary|complicated|complex|pricey)",
    )
)
_NOT_GOOD = one_of(
    "(?:really |even |going to be |be )*"
    + one_of(
        "needed|necessary|required|appropriate|suitable|recommended|right|correct|good|wise|worth|enough",
        "it|the (?:fix|issue|reason|cause|problem|right|answer|way|tool|solution|point)",
        r"an? (?:option|answer|good|solution|fix|great|fan)|for (?:us|me)|what i\b|something i",
    )
)
_FAILS = one_of(
    "(?:do|enforce|solve|prevent|stop|fix) that|belong",
    "help|work|fix|solve|save|cut it|do (?:it|anything|the job|what)|suffice|apply|scale|matter|hold up",
    "(?:change|add|restrict|protect) (?:a|any)thing|buy (?:us|you)",
)
ON_SUBJECT = re.compile(  # says of what precedes that it won't do
    r"\b"
    + one_of(
        rf"(?:is|'s|are|'re|was|were|(?:would |will )?be|seems?|sounds?|looks?|feels?)(?: like)? {_BAD}",
        rf"(?:(?:is|are|was|were|would|will|wo|should)(?:n'?t| not)|'s not|'re not)(?: be)? {_NOT_GOOD}",
        rf"(?:do|does|would|will|wo|can|could|ca|did)(?:n'?t| ?not)(?: really| actually| even)? {_FAILS}",
        rf"(?:never|hardly|barely) (?:{_FAILS}|\w+s out|works|helps)",
        "(?:gains?|buys?|brings?|adds?|gives?|does)(?: us| you)? nothing|(?:is|are) (?:not |n't )?worth",
        "(?:is|are|was|were|be|been|got) (?:ruled out|declined|rejected|vetoed|shot down)",
        r"(?:is|are) not (?:permitted|approved|acceptable|compliant)|said no \w+",
        "(?:veto|no|-1) from (?:me|us)",
    )
    + r"\b"
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
    rf"(?:i|we)(?:'d| would| will|'ll)(?: \w+)? (?:never|not(?! (?:{_NO_REFUSAL}))|avoid|skip|pass|leave"
    r"|drop|steer|stay|keep|hold off|say no|veto|reject|rule|decline|advise against|vote against)\b",
    r"(?:i'?m|we'?re|i am|we are)(?: \w+)? (?:against|not|no fan|sceptical|skeptical|afraid)\b",
    rf"{_I} (?:refuse|reject|decline|oppose|disagree|veto|doubt|see no|hate|dislike|advise against)\b",
)
ON_OBJECT = re.compile(  # turns down what follows
    one_of(
        rf"\b{_WOULD_NOT}",
        _OPENING
        + one_of(
            "(?:don'?t|do not|never|let'?s not) (?!forget|hesitate|miss|only|just)",
            r"(?:no|not)(?: an?| the)? (?!only|just|doubt|matter|problem|longer|one|later|sure|that\b"
            "|objection|downside|harm|reason not|brainer|question|other|alternative|hesitat)",
            "(?:it|that|this)(?:'s not| isn'?t| is not) (?!only|just|enough|about|that|clear|sure|bad|hard)",
            "(?:forget|skip|avoid|ditch|hard no|pass on|hands off|nobody needs|-1|veto|declin(?:e|ing))",
            r"count me out|anything but(?! [^.!?]{0,60}\b(?:is|are|will|would))",
            "(?:wouldn'?t|would not|shouldn'?t|rather not)",
            "would(?= (?:avoid|skip|pass|leave|never|rather not))",
            "(?:stay|steer|keep)(?: well)? (?:away|clear)|out with|down with",
        ),
        r"\b(?:no|zero) (?:need|point|reason|use|way|sense)\b",
        r"\b(?:please|pls),? (?:don'?t|not|no)\b",
        r"\bunder no circumstances\b|\bspend (?:nothing|no \w+) on\b",
        r"\b(?:security|legal|audit(?:ors?)?|compliance|ops|management|finance|the \w+ (?:team|board))"
        r"(?: \w+)? (?:would never|will never|won't|wouldn't|declined|rejected|vetoed|shot down)\b",
        r"\b(?:i'd|i would|i say|let's|please|better) leave (?!it|that|them|this)[^.,;!?]{1,40}"
        r" (?:off|out|alone|be)\b",
        r"\bwould avoid\b|\bleave (?:it|that|them|this) (?:out|alone)\b",
    )
)
ASKED = re.compile(  # asked in order to say no
    r"\b"
    + one_of(
        "who (?:in (?:their|his) right mind|on earth|would)",
        "why (?:on earth |in the world )?(?:would|should|hand|risk|pay|bother)",
        "what(?:'s| is) the (?:point|use) of|what good (?:is|are|would)",
        "what (?:do|would|does) (?:we|i|you|it|that) gain",
        "over my dead body",
    )
    + r"\b"
)
WEIGHED = re.compile(r"\b(?:when|if|rather than|instead of|over)\b")  # against what follows
_SAYS = one_of(
    "say|says|said|keeps? saying|suggests?|suggested|proposed?|proposes|recommends?|recommended|told|tells",
    "tell you|shouts?|swears by|loves?|jumps?(?: straight)? to|wants?|wanted|wrote|thinks?|asked for",
    "reach(?:es)? for",
)
_EASY = "nice|neat|great|tempting|fine|cool|good|attractive|easy|clever|handy|lovely"
REPORTED = re.compile(  # others say so, or it sounds nice: a turn has to follow
    r"\b"
    + one_of(
        one_of(
            "people|folks|everyone|everybody|somebody|someone|some|others|colleagues?",
            r"the (?:\w+ )?(?:textbook|docs?|blogs?|consultant|vendor|internet|team|book)|my \w+",
        )
        + rf"(?: \w+)?(?: will| would| might| may| always| often)* {_SAYS}",
        r"(?:everybody|everyone|somebody|someone|colleague|my \w+|blog posts?|the textbook)"
        r"(?:'s idea| in the \w+)?[^.!?]{0,60}?(?::|says?|said)",
        r"\w+'s (?:idea|proposal|suggestion|plan|answer|advice) (?:is|was)",
        "(?:is|are|was|were)(?: very)? (?:often|usually|always|commonly)"
        " (?:proposed|suggested|recommended|mentioned|said)",
        r"(?:is|are|was) what (?:the|people|everyone|everybody) [\w ]{0,20}?says?",
        "(?:i|we) (?:was|were) (?:about|going|tempted) to|i know (?:the|that|everybody|everyone|people|it)",
        r"(?:could|might|can)\b[^.;!?]{0,80}, ?but",
        rf"(?:sound|look|seem)(?:s|ed)? (?:{_EASY})|(?:is|are|was|would be) (?:{_EASY})"
        "(?: on paper| in theory| at first)?,? (?:but|yet|though|however|until)",
    )
)
CONTRAST = re.compile(
    r"\b(?:in (?:our|my|practice|reality)|but|however|though|yet|imo|honestly|nah|i just|i don'?t"
    r"|i(?: really)? doubt|i wouldn'?t|i'd (?!agree|say the same|do the same)|me:|yeah no|not going)\b"
)
COUNTERED = re.compile(
    r"[\s\"]*(?:i(?:'d| would| don't| doubt| wouldn't| disagree)|imo|but|however|nah|no|nope|not|me:?"
    r"|well|sorry|hard|please|personally|in my)\b(?! (?:agree|same|too))"
)
NO = re.compile(  # says no to what was said before
    r"[\s\"]*(?:(?:and|so|well|honestly|me|sorry|yeah|ok|ugh|but|thanks|to me|imo|lol|hm+),?:? ){0,4}"
    + one_of(
        "no|nope|nah|hardly|never|no thanks?|no thank you|no way|(?:hard|i'?ll|i'?d) pass|hard no",
        "not really|unacceptable(?: to me)?|over my dead body|thanks,? but no|veto|declined|-1",
        "incorrect|rejected|not approved",
        "not (?:worth it|for us|for me|today|here|happening|doing (?:that|this|it))|i(?:'m| am) out",
        "(?:it|that)(?:'s| is) a (?:hard |firm |clear |big )?no",
        "(?:god|lol|hell|no no|really|absolutely|certainly|definitely) no(?:t|pe)?",
        "(?:bad|terrible) idea|no chance|as if|nonsense|rubbish|wrong|skip(?: it| that)?|meh",
        "forget (?:it|that|about it)|scrap that|scratch that|so no|please no|please don'?t|i wouldn'?t",
        r"i disagree|(?:way )?too (?:\w+ )?\w+|i(?: really| strongly| do)? doubt (?:it|that)",
        "i don'?t (?:buy|believe|like|trust|want|see) (?:it|that|this)",
    )
    + r"(?=\s*(?:[,.!?;:)\n-]|$| i'd| i would))"
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
JOINT = re.compile(
    r"(?:\b(?:but|because|since|so|and|while|whereas|as|that|if)\b|[;:(]|\s[-–—]\s|->|=>)(?! \w+ing\b)"
)
DESCRIBES = re.compile(r"(?:that|which|who|if|when|where|until|unless)$")  # rather than decides
POINTS_BACK = re.compile(r"\b(?:it|that|this|they|which)\b")
ON_WHAT_WAS_SAID = re.compile(
    r"\s*(?:(?:do|use|go|touch|doing|using|on|for|with|to|of|bother|buy|like)\s+)*"
    r"(?:all |any of |either of )?(?:it|that|this|them|these|those|there)\b(?! \w+ing)"
)
GOES_ON = re.compile(
    r"\s*(?:and |also |plus |because |since )?(?:it|that|this|they|those|these|then|you'd|you would"
    r"|you'll|too|which|at that|because|since)\b"
)
REASON = re.compile(
    r",?\s*(?:and |also |plus )?(?:it|they|you'd|you would|you'll|too|which|because|since)\b"
    r"(?!'s the| is the|'ll be the)"
)
SOUR = re.compile(
    r"n't\b|\b(?:not|no|never|nothing|only|too|waste|over|costs?|breaks?|trap|nobody|without)\b"
)
EMPTY = word_set(
    """honestly imo opinion personally thanks thank sorry way thing idea stuff please doing do going go really
    frankly pass skip forget bother buy option good bad i'm we're he she me said say says let's one worth
    would wouldn't don't doesn't isn't won't can't not no nah nope ugh yeah well lol think believe see doubt
    whole that's it's today here works work help helps wrong right overkill me"""
)
"""Words that name nothing which could be turned down."""
