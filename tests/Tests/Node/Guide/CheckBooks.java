import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.DefaultReportImpl;
import java.io.File;
import java.util.Locale;

/** Runs EPUBCheck over many books in one process: a line for each, with what it counted; what it found is on standard error. */
public class CheckBooks {
  public static void main(String[] books) {
    Locale.setDefault(Locale.ENGLISH);
    for (String book : books) {
      DefaultReportImpl report = new DefaultReportImpl(new File(book).getName());
      new EpubCheck(new File(book), report).doValidate();
      System.out.println(new File(book).getName() + " " + report.getFatalErrorCount() + " " + report.getErrorCount() + " " + report.getWarningCount());
    }
  }
}
