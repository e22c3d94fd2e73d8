using System.Collections.Immutable;

namespace Entraide.Tests.Core.Text.Blocks;

/// <summary>
/// Sentences of the field with places where one token decides what a reader does. Written from the languages, without
/// the detector's lists: <c>&lt;a|b&gt;</c> is a free choice, <c>{kind:a|b}</c> a place where exchanging one for
/// another is dangerous, <c>^</c> a word that no small list holds; <c>@N @P @A @E</c> is a number, a telephone number,
/// an article, an amount, of which one digit changes. Nothing stands for leaving the word out.
/// </summary>
internal static class DangerousFrames
{
    private const string English = """
        {quant:Before|After|^Pending} the <interview|hearing>, the <inspector|police officer> {modal:must|may|should|^needn't|^dare} {neg:|not|^hardly|^seldom|^scarcely} <inform|consult> the <presumed victim|worker>.
        The <person|worker> is {neg:|not|never|^rarely|^barely} <questioned|examined> in the presence of the <employer|recruiter>.
        {quant:All|Some|^Few|No|^Most} documents are kept {quant:only|also|^solely} by the <service|shelter>.
        Do this {quant:if|unless|^provided|^lest|even} the person <agrees|asks for it>.
        The reflection period lasts at least {digit:@N} {time:days|hours|weeks|^fortnights|^working days} and may be extended.
        Call back within {numeral:two|ten|^twelve|^a dozen|^half a dozen} {time:hours|days|^fortnights|months}.
        The helpline is +32 {phone:@P}, <day and night|free of charge>.
        See Article {law:@A} of the <Convention|Directive> and section {law:12a|12b|^12bis}.
        The employer owes {amount:@E} euro, which is {percent:@N} {sign:%|‰} of the wage.
        It is {prefix:lawful|unlawful} to keep the passport; an {prefix:authorised|unauthorised} copy is {prefix:^admissible|^inadmissible}.
        Consent is {prefix:relevant|irrelevant} where a person {prefix:^willingly|^unwillingly} <worked|travelled>.
        Contact with the family is {modal:allowed|^forbidden|^prohibited|^compulsory|^optional}.
        The <statement|interview> is {near:^taped|^tapped|^untied|^united} and the person is {near:^scared|^scarred|^sacred}.
        Ask {near:^now|^not|^no|^on} site whether the wage was {near:^filed|^filled|^field}.
        Take the papers {near:^of|^off} the <worker|minor> {near:^form|^from} the recruiter, {near:^then|^than} {near:^later|^latter}.
        The person {join:^may be|^maybe|^can't|^cant} heard; {join:^re-sign|^resign} the form, {join:^not able|^notable} to read.
        At the {near:^trial|^trail} the {near:^county|^country} lawyer speaks {quant:without|with|^instead of} the victim.
        The <wage|fine> is {sign:^≥|^≤|^<|^>} {sign:^−5|^5|^+5} points, {sign:^½|^¼} of it, {sign:^1.5|^15} times {sign:^€|^$} 20.
        The <adult|minor> was seen {near:^signing|^singing}, {near:^starring|^staring}, her {near:^marital|^martial} papers {near:^casually|^causally} kept.
        """;

    private const string French = """
        {quant:Avant|Après|^Dès|^Sauf} l’<audition|entretien>, l’inspecteur {modal:doit|peut|devrait|^est tenu de|^daigne} <informer|entendre> la victime présumée.
        La personne <reste|demeure> {neg:^guère|^jamais|toujours|^point|pas} seule avec l’employeur.
        {quant:Tous|Certains|^Aucuns|^Maints} les documents sont <gardés|copiés> {quant:seulement|aussi|^uniquement|^notamment} par le service.
        Appelez la police {quant:si|^à moins que|sauf si|^même si} la personne le demande.
        Le délai de réflexion dure {digit:@N} {time:jours|heures|semaines|^quinzaines|mois} au {quant:moins|plus}.
        Rappelez dans les {numeral:deux|dix|^seize|^trente} {time:jours|heures|^décades} qui suivent.
        La ligne d’aide est le +33 {phone:@P}, <jour et nuit|sans frais>.
        Voir l’article {law:@A} du <code pénal|code du travail>, alinéa {law:2 bis|^2 ter|2}.
        L’employeur doit {amount:@E} euros, soit {percent:@N} {sign:%|‰} du salaire.
        Il est {prefix:légal|illégal} de garder le passeport ; la preuve est {prefix:^recevable|^irrecevable}.
        Le consentement est {prefix:^valide|^invalide} et la promesse {prefix:^opérante|^inopérante}.
        Le contact avec la famille est {modal:permis|^interdit|^proscrit|^facultatif|obligatoire}.
        La {near:^traite|^traité} suppose qu’il {near:^exploite|^exploité} la personne ; il est {near:^sur|^sûr} et {near:^libéré|^libère}.
        Il {near:^a|^à} <parlé|écrit> au juge {near:^ou|^où} au procureur, {near:^des|^dès} lundi, et il en a {near:^du|^dû}.
        Mangez du {near:^poison|^poisson} : la {near:^tache|^tâche} est {near:^jugée|^juge}, {near:^peu|^peut} importe.
        {join:^Quoique|^Quoi que} dise l’employeur, l’enfant {join:^n’est|^est} {join:^pas sage|^passage} sans papiers.
        Elle vient {quant:sans|avec|^hormis|^outre} {numeral:^une|^un|^quelque} avocate, {neg:^nul|tout} témoin.
        Nous {near:^courrons|^courons} ce risque pour les {near:^poissons|^poisons} de nos {near:^cousins|^coussins}.
        """;

    private const string Dutch = """
        {quant:Voor|Na|^Tijdens} het <verhoor|gesprek> {modal:moet|mag|kan|^dient|^hoeft} de inspecteur het slachtoffer {neg:|niet|^nooit|^nauwelijks|^zelden|^amper} te spreken.
        Er is {neg:een|geen|^nauwelijks een|^generlei} <tolk|advocaat> bij het gesprek aanwezig.
        {quant:Alle|Sommige|^Weinig|^Geen|^Menige} documenten blijven {quant:alleen|ook|^uitsluitend|^louter} bij de dienst.
        Bel de politie {quant:als|tenzij|^mits|^ofschoon} de persoon dat <vraagt|wil>.
        De bedenktijd duurt {digit:@N} {time:dagen|uren|weken|^kwartalen|^etmalen}.
        Bel terug binnen {numeral:twee|tien|^twaalf|^anderhalve|^een dozijn} {time:dagen|uur|^etmalen}.
        De hulplijn is +31 {phone:@P}, <dag en nacht|gratis>.
        Zie artikel {law:@A} van het <wetboek|verdrag>, lid {law:2|3|^2bis}.
        De werkgever is {amount:@E} euro schuldig, dat is {percent:@N} {sign:%|‰} van het loon.
        Het is {prefix:wettig|onwettig} om het paspoort te houden; de verklaring is {prefix:geldig|ongeldig}.
        De persoon kwam {prefix:vrijwillig|^onvrijwillig} en {prefix:^gewild|^ongewild} mee.
        Contact met de familie is {modal:toegestaan|^verboden|verplicht|^facultatief|^ongeoorloofd}.
        Dit gebeurt {near:^voor|^vóór} de zitting, met {near:^een|^één} begeleider, en de {near:^weten|^wetten} gelden.
        Zij {near:^wonen|^wonnen} er; er is {near:^vel|^veel} werk en een {near:^zon|^zoon} van de {near:^man|^maan}.
        De arbeider is {join:^niet begeleid|^nietbegeleid|^onbegeleid} {quant:zonder|met|^behalve|^ondanks} papieren.
        Zij mogen zich niet {near:^verslapen|^verslappen} of {near:^verspelen|^verspellen} wat zij {near:^leden|^ledden}.
        Meld dit {near:^nu|^nou|^nog} en {neg:^allerminst|zeker|^geenszins} later, {near:^ook|^of} bij twijfel.
        """;

    private const string Italian = """
        {quant:Prima|Dopo|^Durante} l’<udienza|intervista> l’ispettore {modal:deve|può|dovrebbe|^è tenuto a|^osa} informare la presunta vittima.
        La persona {neg:|non|^mai|^a stento|^raramente} viene <ascoltata|interrogata> davanti al datore di lavoro.
        {quant:Tutti|Alcuni|^Pochi|^Nessuni|^Parecchi} i documenti restano {quant:solo|anche|^soltanto|^meramente} al servizio.
        Chiamate la polizia {quant:se|a meno che|^purché|^salvo che|^benché} la persona lo chieda.
        Il periodo di riflessione dura {digit:@N} {time:giorni|ore|settimane|^quindicine|^bimestri}.
        Richiamate entro {numeral:due|dieci|^dodici|^una dozzina|^un paio} {time:giorni|ore|mesi|^lustri}.
        Il numero verde è +39 {phone:@P}, <giorno e notte|gratuito>.
        Si veda l’articolo {law:@A} del <codice penale|testo unico>, comma {law:2|3|^2-bis|^2-ter}.
        Il datore di lavoro deve {amount:@E} euro, cioè il {percent:@N} {sign:%|‰} del salario.
        È {prefix:legale|illegale} tenere il passaporto; la prova è {prefix:^ammissibile|^inammissibile}.
        Il consenso è {prefix:valido|^invalido} e la persona è {prefix:^consapevole|^inconsapevole}.
        Il contatto con la famiglia è {modal:permesso|^vietato|^proibito|^facoltativo|obbligatorio}.
        Lavorano in {near:^sete|^sette} ogni {near:^note|^notte} per una {near:^dita|^ditta}, {near:^nono|^nonno} compreso.
        La {near:^pena|^penna} {near:^e|^è} dura; {near:^si|^sì}, {near:^ne|^né} parla {near:^la|^là}, e il {near:^fato|^fatto} resta.
        {near:^Saremo|^Saremmo} lì con la {near:^casa|^cassa} {near:^tuta|^tutta}, {join:^non di meno|^nondimeno} tardi.
        Viene {quant:senza|con|^tranne|^nonostante} l’interprete, {neg:^neppure|sempre|^nemmeno} di sera.
        Noi {near:^informeremo|^informeremmo} il giudice e {near:dovremo|^dovremmo} tacere; il {near:^cappello|^capello} resta.
        """;

    private const string Greek = """
        {quant:Πριν|Μετά|^Κατά} την <ακρόαση|συνέντευξη> ο επιθεωρητής {modal:πρέπει|μπορεί|οφείλει|^δύναται|^υποχρεούται} να ενημερώσει το θύμα.
        Το πρόσωπο {neg:|δεν|^ουδέποτε|^μόλις|^σπανίως} εξετάζεται <μόνο|παρουσία του εργοδότη>.
        {quant:Όλα|Μερικά|^Ελάχιστα|^Κανένα|^Άπαντα} τα έγγραφα μένουν {quant:μόνο|επίσης|^αποκλειστικά|^απλώς} στην υπηρεσία.
        Καλέστε την αστυνομία {quant:αν|εκτός αν|^μολονότι|^εφόσον} το πρόσωπο το ζητήσει.
        Η περίοδος περίσκεψης διαρκεί {digit:@N} {time:ημέρες|ώρες|εβδομάδες|^δεκαπενθήμερα|μήνες}.
        Καλέστε πάλι σε {numeral:δύο|δέκα|^δώδεκα|^μια ντουζίνα} {time:ημέρες|ώρες|^τρίμηνα}.
        Η γραμμή βοήθειας είναι +30 {phone:@P}, <μέρα και νύχτα|χωρίς χρέωση>.
        Βλέπε άρθρο {law:@A} του <ποινικού κώδικα|νόμου>, παράγραφος {law:2|3|^2α|^2β}.
        Ο εργοδότης οφείλει {amount:@E} ευρώ, δηλαδή {percent:@N} {sign:%|‰} του μισθού.
        Η κράτηση είναι {prefix:νόμιμη|παράνομη|^έκνομη} και η συναίνεση {prefix:έγκυρη|άκυρη}.
        Το πρόσωπο ήρθε {prefix:^εκούσια|^ακούσια} και η μαρτυρία είναι {prefix:^παραδεκτή|^απαράδεκτη}.
        Η επαφή με την οικογένεια {modal:επιτρέπεται|^απαγορεύεται|^επιβάλλεται|^αποκλείεται}.
        Ρωτήστε {near:^πότε|^ποτέ} ήρθε, {near:^πού|^που} μένει και {near:^πώς|^πως} {near:^ή|^η} αδελφή.
        Ο {near:^νόμος|^νομός} ορίζει {near:^άλλα|^αλλά} μέτρα, {near:^ότι|^ό,τι} χρειάζεται ο {near:^γέρος|^γερός}.
        Έρχεται {quant:χωρίς|με|^πλην|^παρά} διερμηνέα, {neg:ούτε|και|^μήτε} βράδυ.
        {neg:Μην|Να|^Ουδόλως} <αφήσετε|στείλετε> το παιδί μόνο {near:^του|^τους}, {near:^ώρα|^ώρες} δύσκολη.
        """;

    private const string Turkish = """
        Görüşmeden {quant:önce|sonra|^evvel|^beri} müfettiş mağduru {modal:bilgilendirmelidir|bilgilendirebilir|^bilgilendiremez|^bilgilendirmemelidir}.
        Kişi işverenin yanında {neg:sorgulanır|sorgulanmaz|^sorgulanamaz|^sorgulanmıştır|^sorgulanmamıştır}.
        {quant:Bütün|Bazı|^Kimi|^Hiçbir|^Çoğu} belgeler {quant:yalnızca|^sırf|^dahi} <serviste|sığınakta> kalır.
        Kişi {neg:isterse|istemezse|^istemedikçe|^istese} polisi {neg:arayın|aramayın}.
        Düşünme süresi en {quant:az|çok|^fazla} {digit:@N} {time:gün|saat|hafta|^ay|^iş günü} sürer.
        {numeral:İki|On|^Kırk|^Düzine} {time:gün|saat|^ay} içinde yeniden arayın.
        Yardım hattı +90 {phone:@P}, <gece gündüz|ücretsiz>.
        Ceza Kanunu madde {law:@A}, fıkra {law:2|3|^2/a|^2/b} uygulanır.
        İşveren {amount:@E} avro borçludur; ücretin {sign:%|‰} {percent:@N} kadarı.
        Pasaportu tutmak {prefix:yasaldır|^yasadışıdır} ve kişi {prefix:^izinli|^izinsiz} çalışır.
        Rıza {prefix:geçerlidir|geçersizdir|^geçerli değildir}; tanık {prefix:^güvenli|^güvensiz}.
        Aile ile görüşme {modal:serbesttir|^yasaktır|zorunludur|^isteğe bağlıdır}.
        Kişi {neg:korkuyor|korkmuyor} ve {neg:^konuşabiliyor|^konuşamıyor}; sözleşmeyi {neg:^okumuş|^okumamış}.
        Çocuk yolda {near:^olur|^ölür}; {near:^on|^ön} kapıda {near:^eli|^elli} bekler, {near:^üç|^uç} adım.
        {near:^Sınır|^Sinir} burada, {near:^kız|^kiz} {near:^yaş|^yas} sorulur, {near:^hala|^hâlâ} {near:^kar|^kâr} eder.
        Tercüman {quant:olmadan|ile|^hariç|^dışında} gelir, {near:^ele|^elle} yazar, {join:^ya da|^yada} {neg:var|yok|^değil}.
        Karar {near:^SINIR|^SİNİR} dışında, {near:^ILIK|^İLİK} değil.
        """;

    private const string Romanian = """
        {quant:Înainte|După|^Cu excepția} de <audiere|interviu>, inspectorul {modal:trebuie|poate|ar trebui|^are voie|^se cuvine} să informeze victima.
        Persoana {neg:|nu|^niciodată|^abia|^rareori} este <audiată|întrebată> în fața angajatorului.
        {quant:Toate|Unele|^Puține|^Niciunele|^Oricare} documentele rămân {quant:numai|și|^doar|^exclusiv} la serviciu.
        Sunați la poliție {quant:dacă|decât dacă|^deși|^cu condiția ca} persoana cere.
        Perioada de reflecție durează {digit:@N} {time:zile|ore|săptămâni|^decade|luni}.
        Reveniți în {numeral:două|zece|^douăsprezece|^o duzină de} {time:zile|ore|^trimestre}.
        Linia de ajutor este +40 {phone:@P}, <zi și noapte|gratuit>.
        A se vedea articolul {law:@A} din <Codul penal|lege>, alineatul {law:2|3|^2 bis|^2 ter}.
        Angajatorul datorează {amount:@E} euro, adică {percent:@N} {sign:%|‰} din salariu.
        Este {prefix:legal|ilegal|^nelegal} să păstrezi pașaportul; proba este {prefix:^admisibilă|^inadmisibilă}.
        Persoana este {prefix:vinovată|nevinovată} și {prefix:^însoțită|^neînsoțită}.
        Contactul cu familia este {modal:permis|^interzis|^oprit|^facultativ|obligatoriu}.
        Vine {near:^noua|^nouă} colegă {near:^pana|^până} seara, cu {near:^peste|^pește}, {near:^fata|^față} de {near:^copii|^copiii} ei.
        El {join:^s-a|^sa|^n-a} <plâns|temut>, {join:^sa|^să} fie ascultat, {join:^l-a|^la} poliție, {join:^ne-am|^neam}.
        Vine {quant:fără|cu|^în afara|^împotriva} interpret, {neg:^nici|și|^nicidecum} seara, {near:^in|^în} casă.
        """;

    private const string Ukrainian = """
        {quant:До|Після|^Протягом} <допиту|бесіди> інспектор {modal:повинен|може|мусить|^зобов’язаний|^сміє} повідомити потерпілу.
        Особу {neg:|не|^ніколи|^ледве|^навряд чи} <опитують|допитують> у присутності роботодавця.
        {quant:Усі|Деякі|^Жодні|^Більшість} документи зберігає {quant:лише|також|^виключно|^тільки} служба.
        Телефонуйте в поліцію, {quant:якщо|хіба що|^хоча|^допоки} особа просить.
        Строк на роздуми триває {digit:@N} {time:днів|годин|тижнів|^декад|місяців}.
        Передзвоніть за {numeral:два|десять|^дванадцять|^сорок|^півтора} {time:дні|години|^кварталу}.
        Гаряча лінія +380 {phone:@P}, <цілодобово|безкоштовно>.
        Див. статтю {law:@A} <Кримінального кодексу|закону>, пункт {law:2|3|^2-а|^2-б}.
        Роботодавець винен {amount:@E} євро, тобто {percent:@N} {sign:%|‰} зарплати.
        Це {prefix:законно|незаконно|^протизаконно}, а свідчення {prefix:^допустиме|^недопустиме}.
        Особа {prefix:винна|невинна}, а дитина {prefix:^супроводжувана|^несупроводжувана}.
        Спілкування з родиною {modal:дозволено|^заборонено|обов’язкове|^необов’язкове|^воліють}.
        Він бачив {near:^грати|^ґрати}, {near:^вести|^ввести} правило, {near:^мої|^мій} слова {near:^їх|^іх}.
        Йому {join:^не відомо|^невідомо}, {join:^п’ять|^пять} осіб {neg:є|^нема|^немає}, {near:^що|^щоб} далі.
        Приходить {quant:без|з|^крім|^замість} перекладача, {neg:ні|і|^ані|^аж ніяк} ввечері.
        Заяву {near:^подати|^продати|^віддати|^відати} {quant:негайно|^згодом|^невдовзі} до суду.
        """;

    private const string Russian = """
        {quant:До|После|^Во время} <допроса|беседы> инспектор {modal:должен|может|обязан|^вправе|^смеет} уведомить потерпевшую.
        Лицо {neg:|не|^никогда|^едва|^вряд ли} <опрашивают|допрашивают> в присутствии работодателя.
        {quant:Все|Некоторые|^Никакие|^Многие} документы хранит {quant:только|также|^исключительно|^лишь} служба.
        Звоните в полицию, {quant:если|разве что|^хотя|^покуда} лицо просит.
        Срок на размышление длится {digit:@N} {time:дней|часов|недель|^декад|месяцев}.
        Перезвоните через {numeral:два|десять|^двенадцать|^полтора|^сорок} {time:дня|часа|^квартала}.
        Горячая линия +7 {phone:@P}, <круглосуточно|бесплатно>.
        См. статью {law:@A} <Уголовного кодекса|закона>, пункт {law:2|3|^2-а|^2-б}.
        Работодатель должен {amount:@E} евро, то есть {percent:@N} {sign:%|‰} зарплаты.
        Это {prefix:законно|незаконно|^противозаконно}, а показание {prefix:^допустимо|^недопустимо}.
        Лицо {prefix:виновно|невиновно}, а ребёнок {prefix:^сопровождаемый|^несопровождаемый}.
        Общение с семьёй {modal:разрешено|^запрещено|^нельзя|обязательно|^необязательно}.
        Нужна {near:^ссуда|^суда}, {near:^ввести|^вести} правило, {near:^мой|^мои} слова, {near:^все|^всё} учтено.
        Надо {near:^поддержать|^подержать}, {near:^предать|^придать} и {near:^приступить|^преступить} к {near:^длине|^длинне}.
        Ему {join:^не известно|^неизвестно}, {neg:есть|^нет|^лет} {near:^бал|^балл}, {neg:^ни|не} {join:^чего-то|^чего то}.
        Приходит {quant:без|с|^кроме|^вместо} переводчика, {neg:ни|и|^отнюдь не} вечером {quant:немедленно|^погодя}.
        Иск {near:^поданный|^подданный} рассмотрен в {near:^компании|^кампании}.
        """;

    public static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Of = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = English, ["fr"] = French, ["nl"] = Dutch, ["it"] = Italian, ["el"] = Greek, ["tr"] = Turkish, ["ro"] = Romanian, ["uk"] = Ukrainian, ["ru"] = Russian,
    }.ToImmutableSortedDictionary(one => one.Key, one => one.Value.Split('\n').ToImmutableArray(), StringComparer.Ordinal);
}
